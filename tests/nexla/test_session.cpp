#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <thread>

using namespace flowsync;
using namespace flowsync::nexla;

namespace {

ClientOptions with_access_token()
{
  auto options = FakeService::options();
  options.key = {SessionKey::Kind::access_token, Secret("bearer-0123456789")};
  return options;
}

Outcome a_source()
{
  return reply({{"id", 1}});
}

// Runs `calls` reads on each of ten workers at once; how many of them went well.
int ten_workers(Api& api, int calls)
{
  std::atomic<int> good{0};
  std::vector<std::thread> workers;
  for (int i = 0; i < 10; ++i) {
    workers.emplace_back([&] {
      for (int n = 0; n < calls; ++n) {
        good += api.get(ResourceKind::source, 1, Expand::no, {}).ok() ? 1 : 0;
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  return good;
}

} // namespace

TEST_CASE("a service key logs in as it is, with an empty body, and once")
{
  TestClient fake([](const Seen&) { return a_source(); });
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  const auto log = fake.service.log();
  CHECK(log[0].line() == "POST /token");
  CHECK(log[0].authorization == std::string("Basic ") + FakeService::k_key);
  CHECK(log[0].body.empty());
  CHECK(log[1].authorization == "Bearer token-1");
  CHECK(fake.service.logins() == 1);
}

TEST_CASE("the login says who it is")
{
  TestClient fake([](const Seen&) { return a_source(); });
  const auto identity = fake->identify({});
  REQUIRE(identity.ok());
  CHECK(*identity == Identity{42, "Ada", 7, "Acme"});
  CHECK(fake.service.lines().empty());
}

TEST_CASE("an access token asks who it is")
{
  TestClient fake(
      [](const Seen&) {
        return reply({{"id", 43}, {"email", "b@example.com"}, {"default_org", {{"id", 8}, {"name", "Bolt"}}}});
      },
      with_access_token());
  const auto identity = fake->identify({});
  REQUIRE(identity.ok());
  CHECK(*identity == Identity{43, "b@example.com", 8, "Bolt"});
  CHECK(fake.service.lines() == std::vector<std::string>{"GET /users/current"});
  CHECK(fake.service.log().front().authorization == "Bearer bearer-0123456789");
}

TEST_CASE("a token is renewed before it ends")
{
  TestClient fake([](const Seen&) { return a_source(); });
  REQUIRE(fake->identify({}).ok());
  fake.clock.advance(std::chrono::minutes{54});
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  CHECK(fake.service.logins() == 1);
  fake.clock.advance(std::chrono::minutes{2}); // 56 of 60
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  CHECK(fake.service.logins() == 2);
  CHECK(fake.service.log().back().authorization == "Bearer token-2");
}

TEST_CASE("a login without a lifetime is believed for a day")
{
  TestClient fake([](const Seen& seen) {
    return seen.path == "/token" ? reply({{"access_token", "t-0123456789"}, {"user", {{"id", 1}}}}) : a_source();
  });
  fake.service.logs_in = false;
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  fake.clock.advance(std::chrono::hours{23});
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  fake.clock.advance(std::chrono::hours{1});
  REQUIRE(fake->get(ResourceKind::source, 1, Expand::no, {}).ok());
  CHECK(fake.service.log().size() == 5);
}

TEST_CASE("a token that ends in the middle is renewed once by ten workers, and every call is replayed")
{
  std::barrier all_refused(10); // the answers come when all ten have been sent with the old token
  TestClient fake([&](const Seen& seen) {
    if (seen.authorization == "Bearer token-1") {
      all_refused.arrive_and_wait();
      return reply(401, "");
    }
    return a_source();
  });
  CHECK(ten_workers(*fake.api, 5) == 50);
  CHECK(fake.service.logins() == 2);
  CHECK(fake.service.lines().size() == 60);
}

TEST_CASE("ten workers log in once at the start, and once when the time has come")
{
  TestClient fake([](const Seen&) { return a_source(); });
  CHECK(ten_workers(*fake.api, 2) == 20);
  CHECK(fake.service.logins() == 1);
  fake.clock.advance(std::chrono::hours{1});
  CHECK(ten_workers(*fake.api, 2) == 20);
  CHECK(fake.service.logins() == 2);
}

TEST_CASE("a create that met an expired token is replayed, once")
{
  int posts = 0;
  TestClient fake([&](const Seen& seen) {
    ++posts;
    return seen.authorization == "Bearer token-1" ? reply(401, "") : a_source();
  });
  CHECK(fake->create(ResourceKind::source, {{"name", "x"}}, {}).ok());
  CHECK(posts == 2);
}

TEST_CASE("a 401 that stays is unauthorized after one renewal and one replay")
{
  TestClient fake([](const Seen&) { return reply(401, ""); });
  const auto result = fake->get(ResourceKind::source, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == ApiError::Kind::unauthorized);
  CHECK(result.error().status == 401);
  CHECK(fake.service.logins() == 2);
  CHECK(fake.service.lines().size() == 2);
}

TEST_CASE("a wrong key is said once for all and not tried again")
{
  TestClient fake([](const Seen&) { return reply(401, ""); });
  fake.service.logs_in = false;
  const auto result = fake->identify({});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == ApiError::Kind::unauthorized);
  CHECK(result.error().text() == "POST /token: 401: the service did not accept the key");
  CHECK(fake.service.log().size() == 1);
}

TEST_CASE("an access token that ended cannot be renewed, and the message says what to do")
{
  TestClient fake([](const Seen&) { return reply(401, R"({"error": "token expired"})"); }, with_access_token());
  const auto result = fake->get(ResourceKind::source, 1, Expand::no, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == ApiError::Kind::unauthorized);
  CHECK(result.error().message.find("token expired") != std::string::npos);
  CHECK(result.error().message.find("use a service key") != std::string::npos);
  CHECK(fake.service.log().size() == 1);
}

TEST_CASE("a login that makes no sense opens no session")
{
  for (const auto* const body : {"", "[]", "{}", R"({"access_token": null})", R"({"access_token": 5})"}) {
    CAPTURE(body);
    TestClient fake([&](const Seen&) { return reply(200, body); });
    fake.service.logs_in = false;
    CHECK(fake->identify({}).error().kind == ApiError::Kind::malformed);
  }
}
