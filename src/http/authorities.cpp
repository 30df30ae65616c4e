#include "http/authorities.hpp"

#include <array>

namespace flowsync::http {

namespace {

constexpr std::array k_usual_bundles{
    "etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
    "etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, Red Hat, Amazon Linux
    "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // the same, where the link above was dropped
    "etc/ssl/ca-bundle.pem",                            // SUSE
    "etc/ssl/cert.pem",                                 // Alpine without the package ca-certificates
};

} // namespace

Authorities trusted_authorities(const std::function<std::optional<std::string>(const std::string&)>& variable,
                                const std::filesystem::path& root)
{
  Authorities given;
  given.file = variable("CURL_CA_BUNDLE").value_or("");
  if (given.file.empty()) {
    given.file = variable("SSL_CERT_FILE").value_or("");
  }
  given.folder = variable("SSL_CERT_DIR").value_or("");
  for (const auto* const bundle : k_usual_bundles) {
    std::error_code ignored;
    if (given.file.empty() && std::filesystem::is_regular_file(root / bundle, ignored)) {
      given.file = (root / bundle).string();
    }
  }
  given.absent = given.file.empty() && given.folder.empty();
  return given;
}

} // namespace flowsync::http
