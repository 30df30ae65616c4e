# One program per fuzz target, fuzz/fuzz_NAME.cpp, over the libraries that the tests use. `ninja fuzz_targets` builds
# all; the tests run each over its corpus, once, so that an input that broke something stays mended.
add_library(flowsync_fuzz_kit STATIC ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/harmless.cpp)
target_include_directories(flowsync_fuzz_kit PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_compile_definitions(flowsync_fuzz_kit PUBLIC FLOWSYNC_TESTS_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
target_link_libraries(flowsync_fuzz_kit PUBLIC flowsync_view)
# What only judges is optimised and not watched: half of the time went there.
set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/fuzz/harmless.cpp
  PROPERTIES COMPILE_OPTIONS "-O1;-fno-sanitize=fuzzer-no-link")
add_custom_target(fuzz_targets)

function(flowsync_fuzz_target name)
  add_executable(fuzz_${name} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/fuzz_${name}.cpp)
  target_link_libraries(fuzz_${name} PRIVATE flowsync_fuzz_kit ${ARGN})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  flowsync_precompiled(fuzz_${name})
  add_dependencies(fuzz_targets fuzz_${name})
  add_test(NAME "fuzz/${name}: the whole corpus" COMMAND fuzz_${name} -runs=0 ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name})
endfunction()

flowsync_fuzz_target(yaml flowsync_spec)
flowsync_fuzz_target(yaml_edit flowsync_spec)
flowsync_fuzz_target(yaml_format flowsync_spec)
flowsync_fuzz_target(csv flowsync_spec)
flowsync_fuzz_target(classic_import flowsync_importer)
flowsync_fuzz_target(project flowsync_desired)
flowsync_fuzz_target(state_file flowsync_state)
flowsync_fuzz_target(journal flowsync_state)
flowsync_fuzz_target(saved_plan flowsync_cli)
flowsync_fuzz_target(api_reply flowsync_nexla)
flowsync_fuzz_target(foreign_text flowsync_view)
flowsync_fuzz_target(written_text flowsync_desired flowsync_nexla)
