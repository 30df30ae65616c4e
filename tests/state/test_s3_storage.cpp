#include "state/envelope.hpp"
#include "state/lock_wait.hpp"
#include "state/place.hpp"
#include "state/s3_storage.hpp"
#include "state_fixture.hpp"
#include "support/s3_server.hpp"

using namespace flowsync;
using namespace flowsync::state;
using flowsync::testing::S3Habits;
using flowsync::testing::S3Server;
using Kind = Problem::Kind;

namespace {

S3Place place_at(const std::string& endpoint)
{
  return {S3Server::k_bucket,
          "acme/prod ü",
          endpoint,
          true,
          {S3Server::k_access_key, Secret(S3Server::k_secret_key), {}, S3Server::k_region, ""}};
}

std::unique_ptr<Storage> open_at(const S3Place& place, WebTimes times = {2, Duration{1}})
{
  auto storage = s3_storage(place, times);
  REQUIRE_MESSAGE(storage.ok(), storage.error().text);
  return std::move(storage).value();
}

const SaveNote k_note_of_s3{"ana", "apply of prod", WallTime{}, false};

Holder run_called(const std::string& id)
{
  Holder holder;
  holder.id = id;
  holder.who = "ana";
  holder.started_at = "2026-11-28T05:40:12.000Z";
  return holder;
}

constexpr auto k_object = "acme/prod%20%C3%BC";

} // namespace

TEST_CASE("s3: a lost answer is not a lost save")
{
  for (const int fault : {0, 503}) {
    S3Server server;
    auto here = open_at(place_at(server.url()));
    REQUIRE(here->load({}).ok());
    server.fail_next(fault, 1, "PUT");
    const auto first = here->save({{"a", std::string(2'000'000, 'x')}}, "", k_note_of_s3);
    REQUIRE_MESSAGE(first.ok(), first.error().text);
    const auto second = here->save({{"b", "2"}}, *first, k_note_of_s3);
    REQUIRE_MESSAGE(second.ok(), second.error().text);
    const auto seen = open_at(place_at(server.url()))->load({"b"});
    CHECK(seen->version == *second);
    CHECK(server.stored(k_object).find("\"serial\":2,") != std::string::npos);
    // Never answered, and done all the same: the next one goes on from it.
    server.fail_next(0, 10);
    CHECK(here->save({{"b", "3"}}, *second, k_note_of_s3).error().kind == Kind::unreachable);
    server.fail_next(0, 0);
    REQUIRE(here->save({{"b", "4"}}, *second, k_note_of_s3).ok());
    CHECK(server.stored(k_object).find("\"serial\":4,") != std::string::npos);
  }
}

TEST_CASE("s3: locks whose answers are lost, and services without conditions for deleting")
{
  for (const bool conditional : {true, false}) {
    S3Server server({.conditional_delete = conditional});
    auto here = open_at(place_at(server.url()));
    server.fail_next(0, 1, "PUT");
    auto token = here->lock(run_called("1"), "");
    REQUIRE_MESSAGE(token.ok(), token.error().text);
    const auto renewed = here->lock(run_called("1"), *token);
    REQUIRE(renewed.ok());
    CHECK(*renewed != *token);
    CHECK(here->unlock(*token)->kind == Kind::locked);
    CHECK_FALSE(server.stored(std::string(k_object) + ".lock").empty());
    CHECK_FALSE(here->unlock(*renewed).has_value());
    CHECK(server.stored(std::string(k_object) + ".lock").empty());
  }
}

TEST_CASE("s3: what goes wrong is told apart")
{
  S3Server server;
  auto here = open_at(place_at(server.url()));
  REQUIRE(here->load({}).ok());
  const auto version = here->save({{"state.json", "1"}}, "", k_note_of_s3);
  REQUIRE(version.ok());

  auto wrong_key = place_at(server.url());
  wrong_key.keys.secret_key = Secret("another");
  const auto forbidden = open_at(wrong_key)->load({});
  CHECK(forbidden.error().kind == Kind::forbidden);
  CHECK(forbidden.error().hint.find("s3:PutObject") != std::string::npos);
  auto wrong_bucket = place_at(server.url());
  wrong_bucket.bucket = "elsewhere";
  const auto no_bucket = open_at(wrong_bucket)->load({});
  CHECK(no_bucket.error().text == "there is no bucket `elsewhere`");
  CHECK(open_at(wrong_bucket)->lock(run_called("1"), "").error().text == "there is no bucket `elsewhere`");

  server.fail_next(503, 10);
  CHECK(here->load({}).error().kind == Kind::unreachable);
  server.fail_next(403, 1);
  CHECK(here->save({{"state.json", "2"}}, *version, k_note_of_s3).error().kind == Kind::forbidden);
  server.fail_next(501, 1);
  CHECK(here->save({{"state.json", "2"}}, *version, k_note_of_s3).error().hint.find("conditional") !=
        std::string::npos);
  server.fail_next(0, 0);
  const auto text = server.stored(k_object);
  server.store(k_object, text.substr(0, text.size() / 2));
  CHECK(here->load({}).error().kind == Kind::damaged);
  server.store(k_object, R"({"version":9})");
  CHECK(here->load({}).error().kind == Kind::newer);
}

TEST_CASE("s3: keys and region come from the environment of the process")
{
  S3Server server({.session_token = "a-session-token"});
  Place place;
  place.project = "acme";
  place.environment = "prod";
  place.settings.backend = "s3";
  place.settings.options = {{"bucket", S3Server::k_bucket}, {"endpoint", server.url()}};
  std::map<std::string, std::string> variables;
  place.variable = [&](const std::string& name) {
    const auto found = variables.find(name);
    return found != variables.end() ? std::optional(found->second) : std::nullopt;
  };
  CHECK(open_storage(place).error().kind == Kind::forbidden);
  variables = {{"AWS_ACCESS_KEY_ID", S3Server::k_access_key},
               {"AWS_SECRET_ACCESS_KEY", S3Server::k_secret_key},
               {"AWS_SESSION_TOKEN", "a-session-token"},
               {"AWS_DEFAULT_REGION", S3Server::k_region}};
  const auto opened = open_storage(place);
  REQUIRE(opened.ok());
  const auto loaded = opened.value()->load({});
  REQUIRE_MESSAGE(loaded.ok(), loaded.error().text);

  place.settings.options["endpoint"] = "https://minio.example.com";
  CHECK(open_storage(place).error().hint.find("FLOWSYNC_HOSTS=minio.example.com") != std::string::npos);
  variables["FLOWSYNC_HOSTS"] = "minio.example.com";
  CHECK(open_storage(place).ok());
  place.settings.options = {{"bucket", "states"}};
  CHECK(open_storage(place).ok());
  place.settings.options["bucket"] = "evil.example.org/states";
  CHECK(open_storage(place).error().kind == Kind::unreadable);
  place.settings.options["bucket"] = "states";
  variables.erase("AWS_DEFAULT_REGION");
  CHECK(open_storage(place).error().hint.find("AWS_REGION") != std::string::npos);
}
