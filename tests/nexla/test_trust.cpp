#include "nexla/trust.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;

namespace {

std::string code_of(const std::string& url, const std::string& allowed = {})
{
  const auto result = TrustedUrl::check(url, allowed);
  return result.ok() ? "" : std::string(result.error().code.text());
}

} // namespace

TEST_CASE("keys may go to the service's own hosts and to this machine")
{
  CHECK(TrustedUrl::check("https://dataops.nexla.io/nexla-api/", "")->base() == "https://dataops.nexla.io/nexla-api");
  CHECK(TrustedUrl::check("https://api.nexla.com", "")->base() == "https://api.nexla.com");
  CHECK(TrustedUrl::check("http://127.0.0.1:8080/", "")->base() == "http://127.0.0.1:8080");
  CHECK(TrustedUrl::check("http://localhost:8080/api", "")->base() == "http://localhost:8080/api");
}

TEST_CASE("keys go to no host that only looks trusted")
{
  for (const auto* const url :
       {"https://evil.com", "https://nexla.io.evil.com", "https://evilnexla.io", "https://nexla.io",
        "https://dataops.nexla.io.evil.com/nexla-api", "https://127.0.0.1.evil.com", "https://10.0.0.1",
        "https://evil.com/?.nexla.io", "https://evil.com#.nexla.io"}) {
    CAPTURE(url);
    CHECK(!TrustedUrl::check(url, "").ok());
  }
  const auto result =
      TrustedUrl::check("https://nexla.example.com/api", "", Location{"environments/prod/x.yaml", 4, 9, 1, ""});
  REQUIRE(!result.ok());
  CHECK(result.error().exit == ExitCode::auth);
  CHECK(result.error().where.line == 4);
  CHECK(result.error().hint.find("FLOWSYNC_HOSTS=nexla.example.com") != std::string::npos);
}

TEST_CASE("further hosts are trusted when the environment says so")
{
  CHECK(code_of("https://nexla.example.com/api", "other.com, nexla.example.com").empty());
  CHECK(code_of("https://NEXLA.example.com/api", "nexla.EXAMPLE.com").empty());
  CHECK(code_of("https://a.example.com", "*.example.com").empty());
  CHECK(code_of("https://example.com", "*.example.com") == "untrusted-host");
  CHECK(code_of("https://aexample.com", "*.example.com") == "untrusted-host");
  CHECK(code_of("https://evil.com", "*") == "untrusted-host");
  CHECK(code_of("https://evil.com", "*.") == "untrusted-host");
  CHECK(code_of("https://evil.com", ",,") == "untrusted-host");
}

TEST_CASE("keys go nowhere unencrypted but to this machine")
{
  CHECK(code_of("http://dataops.nexla.io") == "insecure-url");
  CHECK(code_of("http://nexla.example.com", "nexla.example.com") == "insecure-url");
}

TEST_CASE("a URL is an address and nothing else")
{
  CHECK(code_of("https://user:pw@dataops.nexla.io") == "url-with-user");
  CHECK(code_of("https://dataops.nexla.io@evil.com") == "url-with-user");
  CHECK(code_of("https://dataops.nexla.io/?a=b") == "bad-url");
  CHECK(code_of("dataops.nexla.io") == "bad-url");
  CHECK(code_of("sim:demo") == "bad-url");
  CHECK(code_of("") == "bad-url");
  const auto result = TrustedUrl::check("https://user:hunter2@dataops.nexla.io", "");
  CHECK(result.error().message.find("hunter2") == std::string::npos);
  CHECK(result.error().hint.find("hunter2") == std::string::npos);
}
