#include "http/url.hpp"

#include <doctest/doctest.h>

using namespace flowsync::http;

TEST_CASE("a URL is taken apart as the connection will be made")
{
  const auto url = parse_url("HTTPS://DataOps.Nexla.IO/nexla-api");
  REQUIRE(url);
  CHECK(url->scheme == "https");
  CHECK(url->host == "dataops.nexla.io");
  CHECK(url->port == 443);
  CHECK(url->path == "/nexla-api");
  CHECK(url->origin() == "https://dataops.nexla.io");
  CHECK(!url->user_info);
  CHECK(parse_url("http://127.0.0.1:8080")->origin() == "http://127.0.0.1:8080");
  CHECK(parse_url("https://dataops.nexla.io.")->host == "dataops.nexla.io");
  CHECK(parse_url("http://[::1]:80/")->host == "[::1]");
}

TEST_CASE("what is not an http address gives nothing")
{
  for (const auto* const text : {"", "nexla", "dataops.nexla.io", "ftp://x.nexla.io", "file:///etc/passwd", "https://",
                                 "https://a b.nexla.io", "https://evil.com\\.nexla.io/", "https://x\n.io"}) {
    CAPTURE(text);
    CHECK(!parse_url(text));
  }
}

TEST_CASE("user information is noticed in every disguise")
{
  for (const auto* const text : {"https://user@x.nexla.io", "https://u:p@x.nexla.io", "https://@x.nexla.io",
                                 "https://dataops.nexla.io@evil.com/"}) {
    CAPTURE(text);
    REQUIRE(parse_url(text));
    CHECK(parse_url(text)->user_info);
  }
  CHECK(parse_url("https://dataops.nexla.io@evil.com/")->host == "evil.com");
}

TEST_CASE("loopback means this machine and nothing that looks like it")
{
  CHECK(is_loopback("localhost"));
  CHECK(is_loopback("127.0.0.1"));
  CHECK(is_loopback("127.8.9.1"));
  CHECK(is_loopback("[::1]"));
  CHECK(!is_loopback("127.0.0.1.evil.com"));
  CHECK(!is_loopback("128.0.0.1"));
  CHECK(!is_loopback("127.evil.com"));
  CHECK(!is_loopback("localhost.evil.com"));
}

TEST_CASE("a redirect target is found from where it was met")
{
  const auto base = parse_url("https://x.nexla.io/api/flows");
  REQUIRE(base);
  CHECK(resolve_url(*base, "/other?a=b")->path == "/other");
  CHECK(resolve_url(*base, "other")->path == "/api/other");
  CHECK(resolve_url(*base, "//evil.com/x")->host == "evil.com");
  CHECK(resolve_url(*base, "http://x.nexla.io/")->scheme == "http");
  CHECK(!resolve_url(*base, "ftp://x.nexla.io/"));
}

TEST_CASE("path parts are percent-encoded")
{
  CHECK(percent_encode("a/b c?d#e%f,*") == "a%2Fb%20c%3Fd%23e%25f%2C%2A");
  CHECK(percent_encode("caf\xC3\xA9-1.2_~") == "caf%C3%A9-1.2_~");
}
