#include "nexla/exit.hpp"
#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Kind = ApiError::Kind;

namespace {

ApiError error_of(int status, const std::string& body, http::Headers headers = {})
{
  TestClient fake([&](const Seen&) { return reply(status, body, headers); });
  const auto result = fake->update(ResourceKind::sink, 6513, {{"name", "x"}}, {});
  REQUIRE(!result.ok());
  return result.error();
}

// Whether any text of the error, its hint included, holds the key or a token.
bool leaks(const ApiError& error)
{
  for (const auto& text : {error.text(), error.message, error.request, error.request_id, hint(error)}) {
    for (const auto* const secret : {FakeService::k_key, "token-1"}) {
      if (text.find(secret) != std::string::npos) {
        return true;
      }
    }
  }
  return false;
}

} // namespace

TEST_CASE("each envelope that the service uses gives its words")
{
  CHECK(error_of(400, R"({"message": "a", "error": "b"})").message == "a: b");
  CHECK(error_of(400, R"({"error": "b", "error_description": "c"})").message == "b: c");
  CHECK(error_of(400, R"({"error": {"message": "d"}})").message == "d");
  CHECK(error_of(400, R"({"error": null, "error_description": "c"})").message == "c");
  CHECK(error_of(400, R"({"message": "bad", "details": {"name": "is empty"}})").message ==
        R"(bad: {"name":"is empty"})");
  CHECK(error_of(400, "\"just text\"").message == "just text");
  CHECK(error_of(400, "not even JSON").message == "not even JSON");
  CHECK(error_of(400, "").message == "the service refused the request without saying why");
  CHECK(error_of(400, "{}").message == "the service refused the request without saying why");
  CHECK(error_of(403, "<html>Forbidden</html>").message.find("HTML") != std::string::npos);
}

TEST_CASE("an error reads as request, status, words and request id")
{
  const auto error = error_of(400, R"({"message": "no"})", {{"x-request-id", "abc"}});
  CHECK(error.text() == "PUT /data_sinks/6513: 400: no (request abc)");
  CHECK(error_of(400, R"({"message": "no", "request_id": "xyz"})").request_id == "xyz");
  CHECK(ApiError{}.text().empty());
}

TEST_CASE("a failure that travels in a body of 200 is a failure")
{
  const auto forbidden = error_of(200, R"({"status": 403, "message": "no access"})");
  CHECK(forbidden.kind == Kind::forbidden);
  CHECK(forbidden.status == 403);
  CHECK(error_of(200, R"({"code": "404", "message": "gone"})").kind == Kind::absent);
  TestClient paused([](const Seen&) { return reply(200, R"({"id": 6513, "status": "PAUSED", "code": 500})"); });
  CHECK(paused->update(ResourceKind::sink, 6513, {}, {}).ok());
}

TEST_CASE("statuses have kinds, and kinds have exit codes and advice")
{
  const auto check = [](int status, Kind kind, ExitCode exit) {
    CAPTURE(status);
    const auto error = error_of(status, "");
    CHECK(error.kind == kind);
    CHECK(error.status == status);
    CHECK(exit_code(error) == exit);
  };
  check(400, Kind::refused, ExitCode::error);
  check(401, Kind::unauthorized, ExitCode::auth);
  check(403, Kind::forbidden, ExitCode::auth);
  check(404, Kind::absent, ExitCode::error);
  check(405, Kind::refused, ExitCode::error);
  check(409, Kind::refused, ExitCode::error);
  check(422, Kind::refused, ExitCode::error);
  check(429, Kind::throttled, ExitCode::unreachable);
  check(500, Kind::server, ExitCode::unreachable);
  check(502, Kind::uncertain, ExitCode::unreachable);
  check(503, Kind::server, ExitCode::unreachable);
  check(504, Kind::uncertain, ExitCode::unreachable);
  CHECK(!hint(error_of(401, "")).empty());
  CHECK(!hint(error_of(403, "")).empty());
  ApiError cancelled;
  cancelled.kind = Kind::cancelled;
  CHECK(exit_code(cancelled) == ExitCode::interrupted);
}

TEST_CASE("the key and the token are in no message, even when the server echoes them")
{
  const std::string echo = std::string("You sent Basic ") + FakeService::k_key + " and Bearer token-1, token-1!";
  for (const auto& body : {echo, R"({"message": ")" + echo + "\"}", R"({"details": {"header": ")" + echo + "\"}}",
                           R"({"message": "x", "request_id": ")" + echo + "\"}"}) {
    for (const int status : {400, 401, 403, 404, 429, 500}) {
      CAPTURE(body);
      CHECK(!leaks(error_of(status, body)));
    }
    CHECK(!leaks(error_of(400, body, {{"x-request-id", FakeService::k_key}})));
  }
  CHECK(error_of(400, echo).message == "You sent Basic (sensitive) and Bearer (sensitive), (sensitive)!");
  // Also at the place where a long message is cut, and when control characters stand inside.
  CHECK(!leaks(error_of(400, std::string(590, 'x') + FakeService::k_key)));
  std::string split = FakeService::k_key;
  split.insert(5, "\x1b");
  CHECK(!leaks(error_of(400, split)));
}

TEST_CASE("foreign words stay on one short line")
{
  const auto error = error_of(400, "a\x1b[31m\r\nb" + std::string(5000, 'x'));
  CHECK(error.message.starts_with("a[31m b"));
  CHECK(error.message.size() < 650);
}

TEST_CASE("a redirect to another place is refused, and the key does not go there")
{
  for (const auto* const target : {"https://evil.com/nexla-api", "//evil.com/", "http://dataops.nexla.io/nexla-api",
                                   "https://dataops.nexla.io:8443/", "https://dataops.nexla.io@evil.com/"}) {
    CAPTURE(target);
    TestClient fake([&](const Seen&) { return reply(302, "", {{"location", target}}); });
    const auto result = fake->get(ResourceKind::sink, 1, Expand::no, {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::refused);
    CHECK(result.error().message.find("keys are sent only to https://dataops.nexla.io") != std::string::npos);
    CHECK(fake.service.lines().size() == 1);
  }
}

TEST_CASE("a redirect within the same place is followed for reads only, and not in a circle")
{
  TestClient fake([](const Seen& seen) {
    return seen.path == "/data_sinks/1" ? reply(307, "", {{"location", "/nexla-api/v1/data_sinks/1"}})
                                        : reply({{"id", 1}});
  });
  CHECK(fake->get(ResourceKind::sink, 1, Expand::no, {}).ok());
  CHECK(fake.service.lines() == std::vector<std::string>{"GET /data_sinks/1", "GET /v1/data_sinks/1"});
  CHECK(fake->update(ResourceKind::sink, 1, {}, {}).error().kind == Kind::refused);
  TestClient circle([](const Seen& seen) { return reply(302, "", {{"location", "/nexla-api" + seen.path}}); });
  CHECK(circle->get(ResourceKind::sink, 1, Expand::no, {}).error().message.find("circle") != std::string::npos);
  CHECK(circle.service.lines().size() == 4);
  TestClient nowhere([](const Seen&) { return reply(302, ""); });
  CHECK(nowhere->get(ResourceKind::sink, 1, Expand::no, {}).error().kind == Kind::refused);
}

TEST_CASE("a code in `error` does not hide the reason beside it")
{
  const auto error = error_of(400, R"({"error": "VAL_001", "error_description": "the sink must be paused first"})");
  CHECK(error.message == "VAL_001: the sink must be paused first");
  CHECK(error_of(400, R"({"message": "no such path", "error": "no such path"})").message == "no such path");
}

TEST_CASE("a bare 405 speaks of no pause, its hint does")
{
  CHECK(error_of(405, "").message.find("paused") == std::string::npos);
  CHECK(hint(error_of(405, "")).find("paused") != std::string::npos);
}
