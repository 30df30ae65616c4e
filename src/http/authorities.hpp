#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace flowsync::http {

// Whose signatures are trusted. There is no way to trust all.
struct Authorities
{
  std::string file;    // certificates in PEM; "" = those that libcurl was built to look for
  std::string folder;  // of such files by hash; "" likewise
  bool absent = false; // nothing names any, and this machine has none at the usual places
};

// What the machine trusts. The variables that curl and OpenSSL know win: CURL_CA_BUNDLE and SSL_CERT_FILE name a file,
// SSL_CERT_DIR a folder, as a company's TLS proxy needs it. Otherwise it is the first of the files in which Debian,
// Alpine, Red Hat and SUSE keep them that is there, so that one program finds them on all of these. `root` stands for
// the root of the file system.
Authorities trusted_authorities(const std::function<std::optional<std::string>(const std::string&)>& variable,
                                const std::filesystem::path& root = "/");

} // namespace flowsync::http
