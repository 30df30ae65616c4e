#include "http/raw_server.hpp"
#include "nexla/client.hpp"
#include "nexla/exit.hpp"
#include "support/fake_clock.hpp"

#include <doctest/doctest.h>

#include <atomic>

using namespace flowsync;
using namespace flowsync::nexla;

namespace {

ClientOptions options_for(const std::string& url)
{
  return {.url = TrustedUrl::check(url, "").value(),
          .key = {SessionKey::Kind::access_token, Secret("bearer-0123456789")},
          .total_timeout = Duration{2000},
          .trace = {},
          .random = [] { return 0.5; }};
}

} // namespace

TEST_CASE("a host that nobody answers on is unreachable")
{
  std::string url;
  {
    RawServer server([](RawConnection&, int) {});
    url = server.url();
  }
  FakeClock clock;
  const auto transport = http::make_transport();
  const auto api = make_api(options_for(url), *transport, clock);
  for (const auto& result :
       {api->get(ResourceKind::sink, 1, Expand::no, {}), api->create(ResourceKind::sink, {{"name", "x"}}, {})}) {
    REQUIRE(!result.ok());
    CHECK(result.error().kind == ApiError::Kind::unreachable);
    CHECK(exit_code(result.error()) == ExitCode::unreachable);
    CHECK(result.error().message.find(url) != std::string::npos);
  }
  CHECK(api->requests() == 10);
}

TEST_CASE("a truncated body is read again, and leaves a create uncertain")
{
  std::atomic<int> posts{0};
  RawServer server([&](RawConnection& connection, int nth) {
    const auto request = connection.read_request();
    posts += request.starts_with("POST") ? 1 : 0;
    if (nth < 3 || request.starts_with("POST")) {
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\": 1");
    } else {
      // Said to be closed, so that the create does not meet a connection that dies under it before anybody reads it.
      connection.answer(200, R"({"id": 1})", "Connection: close\r\n");
    }
  });
  FakeClock clock;
  const auto transport = http::make_transport();
  const auto api = make_api(options_for(server.url()), *transport, clock);
  CHECK(api->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(api->requests() == 3);
  const auto created = api->create(ResourceKind::sink, {{"name", "x"}}, {});
  REQUIRE(!created.ok());
  CHECK(created.error().kind == ApiError::Kind::uncertain);
  CHECK(posts.load() == 1);
}

TEST_CASE("a login page in between is recognised")
{
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.answer(200, "<!DOCTYPE html><html>Sign in</html>", "Content-Type: text/html\r\n");
  });
  FakeClock clock;
  const auto transport = http::make_transport();
  const auto api = make_api(options_for(server.url()), *transport, clock);
  const auto listed = api->list(ResourceKind::source, {});
  REQUIRE(!listed.ok());
  CHECK(listed.error().kind == ApiError::Kind::malformed);
  CHECK(exit_code(listed.error()) == ExitCode::unreachable);
}

TEST_CASE("a redirect to another host gets neither the request nor the key")
{
  std::atomic<int> stolen{0};
  RawServer thief([&](RawConnection& connection, int) {
    ++stolen;
    connection.read_request();
    connection.answer(200, R"({"id": 1})");
  });
  RawServer server([&](RawConnection& connection, int) {
    connection.read_request();
    connection.answer(302, "", "Location: " + thief.url() + "/data_sinks/1\r\n");
  });
  FakeClock clock;
  const auto transport = http::make_transport();
  const auto api = make_api(options_for(server.url()), *transport, clock);
  const auto result = api->get(ResourceKind::sink, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == ApiError::Kind::refused);
  CHECK(stolen == 0);
}
