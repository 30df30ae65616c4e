# The libraries of the portable program, all linked statically; only glibc stays dynamic, so that name services work on
# every machine. Debian has no static libcpp-httplib, and its libcurl.a wants Kerberos, LDAP and RTMP, which flowsync
# never speaks and of which some have no static form: these two are therefore built here from Debian's own sources, with
# Debian's patches, libcurl with nothing but HTTP in it.
enable_language(C)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported()
set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})

# Hardened, and the same bytes from the same commit wherever it was checked out.
add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection -ffunction-sections -fdata-sections
  -ffile-prefix-map=${CMAKE_BINARY_DIR}=build -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -frandom-seed=flowsync -g1 -gno-record-gcc-switches)
add_compile_definitions(_FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
add_link_options(-static-libstdc++ -static-libgcc -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--gc-sections
  -Wl,--as-needed -Wl,--build-id=sha1)

foreach(package libcurl4-openssl-dev libcpp-httplib-dev)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/packaging/debian_source ${package} ${CMAKE_BINARY_DIR}/debian/${package}
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "the sources of ${package} are needed: see packaging/debian_source")
  endif()
endforeach()

set(OPENSSL_USE_STATIC_LIBS ON)
set(ZLIB_USE_STATIC_LIBS ON)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_library(FLOWSYNC_NGHTTP2 libnghttp2.a REQUIRED)
find_library(FLOWSYNC_YAMLCPP libyaml-cpp.a REQUIRED)
find_library(FLOWSYNC_UTF8PROC libutf8proc.a REQUIRED)

# libcurl: HTTP and HTTPS; where certificates are is looked up when the program runs (src/http/authorities.hpp).
function(flowsync_add_curl folder)
  set(CMAKE_UNITY_BUILD OFF)
  set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG -w") # what is switched off leaves functions without use
  set(BUILD_SHARED_LIBS OFF)
  set(HTTP_ONLY ON)
  set(USE_NGHTTP2 ON)
  set(NGHTTP2_LIBRARY ${FLOWSYNC_NGHTTP2} CACHE FILEPATH "")
  set(CURL_USE_OPENSSL ON)
  set(CURL_CA_BUNDLE none CACHE STRING "")
  set(CURL_CA_PATH none CACHE STRING "")
  foreach(unused BUILD_CURL_EXE CURL_ENABLE_EXPORT_TARGET USE_LIBIDN2 CURL_USE_LIBPSL CURL_USE_LIBSSH2 ENABLE_MANUAL)
    set(${unused} OFF)
  endforeach()
  foreach(unused ALTSVC COOKIES DOH HSTS NETRC NTLM MIME LIBCURL_OPTION TESTS)
    set(CURL_DISABLE_${unused} ON)
  endforeach()
  add_subdirectory(${folder} ${CMAKE_BINARY_DIR}/curl EXCLUDE_FROM_ALL)
endfunction()
flowsync_add_curl(${CMAKE_BINARY_DIR}/debian/libcurl4-openssl-dev)

# One header; the definition says that servers may use TLS, as those of the tests do.
add_library(flowsync_httplib INTERFACE)
target_include_directories(flowsync_httplib SYSTEM BEFORE INTERFACE ${CMAKE_BINARY_DIR}/debian/libcpp-httplib-dev)
target_compile_definitions(flowsync_httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
target_link_libraries(flowsync_httplib INTERFACE OpenSSL::SSL OpenSSL::Crypto Threads::Threads)

set(FLOWSYNC_FMT fmt::fmt-header-only)
set(FLOWSYNC_CURL libcurl)
set(FLOWSYNC_HTTPLIB flowsync_httplib)
