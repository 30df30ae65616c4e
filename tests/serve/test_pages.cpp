#include "serve/page_server.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <stdexcept>

using namespace flowsync::serve;

namespace {

std::string text_of(std::string_view words)
{
  const auto address = parse_listen_address(words);
  return address ? address->text() : "none";
}

Page echo(const std::string& path)
{
  return {path == "/gone" ? 404 : 200, "text/plain; charset=utf-8", "page " + path};
}

} // namespace

TEST_CASE("a port alone is one of this machine, and an address is what it says")
{
  CHECK(text_of("9090") == "127.0.0.1:9090");
  CHECK(text_of(":9090") == "127.0.0.1:9090");
  CHECK(text_of("0.0.0.0:9090") == "0.0.0.0:9090");
  CHECK(text_of("[::]:9090") == "[::]:9090");
  CHECK(text_of("localhost:0") == "localhost:0");
  for (const auto* const wrong : {"", ":", "host", "host:", "host:x", "1:2:3", "::1", "a:70000", "a:-1", "http://a:1",
                                  "a@b:1", "[::1]", "a:1 "}) {
    CHECK_MESSAGE(text_of(wrong) == "none", wrong);
  }
}

TEST_CASE("pages are answered to GET and HEAD alone, and only to who means this machine")
{
  const PageServer server({}, echo);
  const auto& address = server.address();
  REQUIRE(address.port != 0);
  CHECK(address.is_loopback());
  httplib::Client client(address.host, address.port);
  const auto page = client.Get("/a%20b?x=1");
  REQUIRE(page);
  CHECK(page->status == 200);
  CHECK(page->body == "page /a b");
  CHECK(page->get_header_value("X-Content-Type-Options") == "nosniff");
  CHECK(page->get_header_value("Cache-Control") == "no-store");
  CHECK(client.Get("/gone")->status == 404);
  CHECK(client.Head("/")->status == 200);
  CHECK(client.Post("/", "x", "text/plain")->status == 404);
  CHECK(client.Delete("/")->status == 404);
  CHECK(client.Get("/", {{"Host", "localhost:1"}})->status == 200);
  const auto foreign = client.Get("/", {{"Host", "evil.example.com:9090"}});
  REQUIRE(foreign);
  CHECK(foreign->status == 403);
  CHECK(foreign->body.find("page") == std::string::npos);
}

TEST_CASE("a port that is taken is told, and one that was given back can be had again")
{
  ListenAddress address;
  {
    const PageServer server(address, echo);
    address = server.address();
    CHECK_THROWS_AS(PageServer(address, echo), std::runtime_error);
  }
  const PageServer again(address, echo);
  CHECK(httplib::Client(address.host, address.port).Get("/")->status == 200);
}

TEST_CASE("a page that cannot be made says nothing of why")
{
  const PageServer server({}, [](const std::string&) -> Page { throw std::runtime_error("of no concern"); });
  const auto page = httplib::Client(server.address().host, server.address().port).Get("/");
  REQUIRE(page);
  CHECK(page->status == 500);
  CHECK(page->body.find("concern") == std::string::npos);
  for (const auto& [name, value] : page->headers) {
    CHECK(value.find("concern") == std::string::npos);
  }
}
