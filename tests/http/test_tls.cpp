#include "http/transport.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <thread>

using namespace flowsync::http;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

// A certificate for "localhost" that nobody but its own key vouches for.
Certificate self_signed(EVP_PKEY* key)
{
  Certificate certificate(X509_new(), &X509_free);
  X509_set_version(certificate.get(), 2);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  auto* const name = X509_get_subject_name(certificate.get());
  const std::string host = "localhost";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  auto* const alternative = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
  X509_add_ext(certificate.get(), alternative, -1);
  X509_EXTENSION_free(alternative);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

// The certificate in a file, as somebody who trusts it keeps it.
void write_pem(X509* certificate, const std::filesystem::path& path)
{
  const std::unique_ptr<FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "w"), &std::fclose);
  PEM_write_X509(file.get(), certificate);
}

} // namespace

TEST_CASE("a server that another authority vouches for is trusted where that one is named, by its name alone")
{
  const flowsync::testing::TemporaryFolder box;
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const auto certificate = self_signed(key.get());
  write_pem(certificate.get(), box.folder() / "ours.pem");
  httplib::SSLServer server(certificate.get(), key.get());
  server.Get("/",
             [](const httplib::Request&, httplib::Response& response) { response.set_content("well", "text/plain"); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread listener([&] { server.listen_after_bind(); });
  const auto get = [&](const Authorities& authorities, const std::string& host) {
    Request request;
    request.method = "GET";
    request.url = "https://" + host + ":" + std::to_string(port) + "/";
    return make_transport(authorities)->send(request, {});
  };
  const auto trusted = get({(box.folder() / "ours.pem").string(), ""}, "localhost");
  const auto other_name = get({(box.folder() / "ours.pem").string(), ""}, "127.0.0.1");
  const auto absent = get({(box.folder() / "absent.pem").string(), ""}, "localhost");
  server.stop();
  listener.join();
  REQUIRE(trusted.ok());
  CHECK(trusted.value().body == "well");
  CHECK(!other_name.ok());
  CHECK(!absent.ok());
}

TEST_CASE("a server whose certificate cannot be verified gets nothing")
{
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const auto certificate = self_signed(key.get());
  httplib::SSLServer server(certificate.get(), key.get());
  std::atomic<int> seen{0};
  server.set_pre_routing_handler([&](const httplib::Request&, httplib::Response&) {
    ++seen;
    return httplib::Server::HandlerResponse::Unhandled;
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread listener([&] { server.listen_after_bind(); });

  const auto transport = make_transport();
  Request request;
  request.method = "POST";
  request.url = "https://localhost:" + std::to_string(port) + "/token";
  request.body = "{}";
  const auto result = transport->send(request, {});
  server.stop();
  listener.join();
  REQUIRE(!result.ok());
  CHECK(result.error().kind == TransportError::Kind::not_sent);
  CHECK(result.error().message.find("certificate") != std::string::npos);
  CHECK(result.error().message.find("ca-certificates") == std::string::npos);
  CHECK(seen == 0);
}

TEST_CASE("a machine that has no certificates of authorities is told what it lacks")
{
  const flowsync::testing::TemporaryFolder empty;
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const auto certificate = self_signed(key.get());
  httplib::SSLServer server(certificate.get(), key.get());
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread listener([&] { server.listen_after_bind(); });
  const auto none = trusted_authorities([](const std::string&) { return std::nullopt; }, empty.folder());
  Request request;
  request.method = "GET";
  request.url = "https://localhost:" + std::to_string(port) + "/";
  const auto result = make_transport(none)->send(request, {});
  server.stop();
  listener.join();
  REQUIRE(!result.ok());
  CHECK(result.error().kind == TransportError::Kind::not_sent);
  CHECK(result.error().message.find("install the package ca-certificates, or name a file of them in SSL_CERT_FILE") !=
        std::string::npos);
}
