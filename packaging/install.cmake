# What `cmake --install` puts where, below CMAKE_INSTALL_PREFIX: the program, its man pages (from the texts of `--help`),
# completions for three shells, the schemas for editors, and the documents that go with it.
include(GNUInstallDirs)
set(pages ${CMAKE_BINARY_DIR}/generated/man)
set(completions ${CMAKE_BINARY_DIR}/generated/completions)
set(stamp ${CMAKE_BINARY_DIR}/generated/install.stamp)
add_custom_command(OUTPUT ${stamp}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${pages} ${completions}
  COMMAND ${CMAKE_SOURCE_DIR}/packaging/man_pages $<TARGET_FILE:flowsync> ${pages}
  COMMAND ${CMAKE_SOURCE_DIR}/packaging/completions $<TARGET_FILE:flowsync> ${completions}
  COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
  DEPENDS flowsync ${CMAKE_SOURCE_DIR}/packaging/man_pages ${CMAKE_SOURCE_DIR}/packaging/completions VERBATIM)
add_custom_target(flowsync_install_files ALL DEPENDS ${stamp})

install(TARGETS flowsync RUNTIME)
install(DIRECTORY ${pages}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completions}/bash RENAME flowsync DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/zsh RENAME _flowsync DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${completions}/fish RENAME flowsync.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/flowsync/schemas FILES_MATCHING PATTERN *.json)
