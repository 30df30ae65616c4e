#include "http/authorities.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace flowsync::http;
using flowsync::testing::TemporaryFolder;

namespace {

Authorities trusted(const std::map<std::string, std::string>& variables, const TemporaryFolder& root)
{
  const auto variable = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
  return trusted_authorities(variable, root.folder());
}

} // namespace

TEST_CASE("certificates are found where each family of systems keeps them, and the variables win")
{
  for (const auto* const place :
       {"etc/ssl/certs/ca-certificates.crt", "etc/pki/tls/certs/ca-bundle.crt", "etc/ssl/ca-bundle.pem",
        "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "etc/ssl/cert.pem"}) {
    const TemporaryFolder root;
    root.write(place, "");
    const auto found = trusted({}, root);
    CHECK(found.file == (root.folder() / place).string());
    CHECK(found.folder.empty());
    CHECK_FALSE(found.absent);
    CHECK(trusted({{"SSL_CERT_FILE", "/ours.pem"}}, root).file == "/ours.pem");
    CHECK(trusted({{"SSL_CERT_FILE", "/ours.pem"}, {"CURL_CA_BUNDLE", "/first.pem"}}, root).file == "/first.pem");
  }
  const TemporaryFolder empty;
  CHECK(trusted({}, empty).absent);
  CHECK(trusted({}, empty).file.empty());
  const auto folder = trusted({{"SSL_CERT_DIR", "/ours"}}, empty);
  CHECK(folder.folder == "/ours");
  CHECK_FALSE(folder.absent);
}
