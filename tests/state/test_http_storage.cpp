#include "state/envelope.hpp"
#include "state/http_storage.hpp"
#include "state/lock_wait.hpp"
#include "state/place.hpp"
#include "state/web.hpp"
#include "state_fixture.hpp"
#include "support/terraform_state_server.hpp"

#include <nlohmann/json.hpp>

using namespace flowsync;
using namespace flowsync::state;
using flowsync::testing::TerraformStateHabits;
using flowsync::testing::TerraformStateServer;
using Fault = TerraformStateServer::Fault;
using Kind = Problem::Kind;

namespace {

std::unique_ptr<Storage> open_at(const TerraformStateServer& server, WebTimes times = {2, Duration{1}})
{
  HttpPlace place;
  place.address = server.address();
  place.lock_address = server.lock_address();
  return http_storage(place, times);
}

const SaveNote k_note{"ana", "apply of prod", WallTime{}, false};

Holder holder_called(const std::string& id)
{
  Holder holder;
  holder.id = id;
  holder.who = "ana";
  holder.host = "build-7";
  holder.what = "apply";
  holder.started_at = "2026-11-28T05:40:12.000Z";
  return holder;
}

// The settings of an environment, and what the process has in its environment.
Place place_with(std::map<std::string, std::string> options, std::map<std::string, std::string> variables = {})
{
  Place place;
  place.project = "acme";
  place.environment = "prod";
  place.settings.backend = "http";
  place.settings.options = std::move(options);
  place.variable = [variables = std::move(variables)](const std::string& name) {
    const auto found = variables.find(name);
    return found != variables.end() ? std::optional(found->second) : std::nullopt;
  };
  return place;
}

} // namespace

TEST_CASE("http: a long refusal is cut between two characters")
{
  const Web web("a place", {}, {});
  const auto problem = web.refusal({400, {}, std::string(199, 'x') + "\u00e4", {}}, "could not be read", "");
  CHECK(problem.text == "the state in a place could not be read: the server answered 400: " + std::string(199, 'x'));
}

TEST_CASE("http: a lost answer is not a lost save, and a save is never made twice")
{
  for (const auto fault : {Fault::silent, Fault::cut_short, Fault::not_done, Fault::broken}) {
    CAPTURE(static_cast<int>(fault));
    TerraformStateServer server({.wants_serial = true});
    auto here = open_at(server);
    REQUIRE(here->load({}).ok());
    const auto token = here->lock(holder_called("1"), "");
    REQUIRE(token.ok());
    server.fail_next(fault, 1, "POST");
    const auto first = here->save({{"a", "1"}}, "", k_note);
    REQUIRE_MESSAGE(first.ok(), first.error().text);
    const auto second = here->save({{"b", "2"}}, *first, k_note);
    REQUIRE_MESSAGE(second.ok(), second.error().text);
    const auto stored = nlohmann::json::parse(server.stored());
    CHECK(stored["serial"] == 2);
    CHECK(stored["version"] == 4);
    CHECK(open_at(server)->load({"a", "b"})->version == *second);
  }
}

TEST_CASE("http: a save of which nothing is known is looked for before the next one")
{
  for (const bool arrived : {true, false}) {
    TerraformStateServer server({.wants_serial = true});
    auto here = open_at(server, {1, Duration{1}});
    REQUIRE(here->load({}).ok());
    REQUIRE(here->lock(holder_called("1"), "").ok());
    server.fail_next(arrived ? Fault::silent : Fault::not_done, 1, "POST");
    server.fail_next(arrived ? Fault::silent : Fault::not_done, 2);
    const auto lost = here->save({{"a", "1"}}, "", k_note);
    REQUIRE_FALSE(lost.ok());
    CHECK(lost.error().kind == Kind::unreachable);
    CHECK(server.stored().empty() == !arrived);
    const auto again = here->save({{"b", "2"}}, "", k_note);
    REQUIRE_MESSAGE(again.ok(), again.error().text);
    const auto seen = open_at(server)->load({"a", "b"});
    CHECK(seen->files.at("b") == "2");
    CHECK(seen->files.contains("a") == arrived);
  }
}

TEST_CASE("http: who writes without a lock, or after losing it, is told that the state has moved")
{
  TerraformStateServer server;
  auto here = open_at(server);
  auto there = open_at(server);
  REQUIRE(here->load({}).ok());
  REQUIRE(there->load({}).ok());
  const auto token = here->lock(holder_called("1"), "");
  REQUIRE(token.ok());
  CHECK(there->save({{"a", "9"}}, "", k_note).error().kind == Kind::moved);
  REQUIRE(here->save({{"a", "1"}}, "", k_note).ok());
  // A person takes the lock away, and another run takes it.
  REQUIRE_FALSE(there->unlock(*token).has_value());
  REQUIRE(there->lock(holder_called("2"), "").ok());
  const auto version = here->load({})->version;
  CHECK(here->save({{"a", "3"}}, version, k_note).error().kind == Kind::moved);
  CHECK(there->load({"a"})->files.at("a") == "1");
}

TEST_CASE("http: a lock request whose answer is lost is ours all the same")
{
  TerraformStateServer server;
  auto here = open_at(server);
  server.fail_next(Fault::silent, 1, "LOCK");
  const auto token = here->lock(holder_called("1"), "");
  REQUIRE_MESSAGE(token.ok(), token.error().text);
  CHECK(*here->lock(holder_called("1"), *token) == *token); // nothing to renew
  CHECK_FALSE(here->unlock(*token).has_value());
  // One that is never answered leaves no lock behind.
  server.fail_next(Fault::silent, 10, "LOCK");
  CHECK(here->lock(holder_called("1"), "").error().kind == Kind::unreachable);
  server.fail_next(Fault::none, 0);
  CHECK(open_at(server)->lock(holder_called("2"), "").ok());
}

TEST_CASE("http: the lock of another program is named as well as it can be")
{
  TerraformStateServer server;
  server.store_lock(R"({"ID":"f-1","Operation":"OperationTypeApply","Info":"","Who":"ben@laptop","Version":"1.9.0",)"
                    R"("Created":"2019-11-28T05:40:12.123456789Z","Path":""})");
  auto here = open_at(server);
  SharedClock clock;
  const auto refused = wait_for_lock(*here, holder_called("1"), clock, {std::chrono::minutes{5}}, {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Kind::locked);
  CHECK(refused.error().text.find("ben@laptop") != std::string::npos);
  CHECK(refused.error().hint.find("state unlock") != std::string::npos);
  // Waiting takes nothing away from a holder that has no way to renew its lock.
  CHECK(clock.passed() >= std::chrono::minutes{5});
  CHECK(here->lock(holder_called("1"), "").error().kind == Kind::locked);
  REQUIRE_FALSE(here->unlock(here->holder()->value().token).has_value());
  CHECK(here->lock(holder_called("1"), "").ok());
}

TEST_CASE("http: a lock whose process on this machine has ended is taken over")
{
  TerraformStateServer server;
  auto dead = this_process("apply", "ana", "", SystemClock{}.now());
  dead.process_started = "1";
  REQUIRE(open_at(server)->lock(dead, "").ok());
  auto here = open_at(server);
  SharedClock clock;
  std::string news;
  const auto token = wait_for_lock(*here, holder_called("1"), clock,
                                   {Duration{0}, {[&](const std::string& line) { news = line; }}}, {});
  REQUIRE_MESSAGE(token.ok(), token.error().text);
  CHECK(news.find("taken over") != std::string::npos);
}

TEST_CASE("http: a lock of which the server does not say whose it is")
{
  TerraformStateServer server({.tells_holder = false});
  REQUIRE(open_at(server)->lock(holder_called("1"), "").ok());
  auto here = open_at(server);
  SharedClock clock;
  const auto refused = wait_for_lock(*here, holder_called("2"), clock, {Duration{5000}}, {});
  CHECK(refused.error().text.find("another process") != std::string::npos);
}

TEST_CASE("http: whoever wants to know finds the holder, and leaves no lock behind")
{
  TerraformStateServer server;
  const auto here = open_at(server);
  const auto none = find_holder(*here, holder_called("me"));
  REQUIRE(none.ok());
  CHECK_FALSE(none->has_value());
  const auto token = open_at(server)->lock(holder_called("1"), "");
  REQUIRE(token.ok());
  const auto held = find_holder(*here, holder_called("me"));
  REQUIRE(held.ok());
  REQUIRE(held->has_value());
  CHECK((*held)->holder.id == "1");
  CHECK((*held)->token == *token);
  CHECK_FALSE(here->unlock(*token).has_value());
  CHECK_FALSE((*find_holder(*here, holder_called("me"))).has_value());
}

TEST_CASE("http: what goes wrong is told apart")
{
  TerraformStateServer server;
  auto here = open_at(server);
  REQUIRE(here->load({}).ok());
  auto version = here->save({{"state.json", "1"}}, "", k_note);
  REQUIRE(version.ok());
  const auto text = server.stored();

  server.fail_next(Fault::forbidden, 1);
  CHECK(here->load({}).error().kind == Kind::forbidden);
  server.fail_next(Fault::forbidden, 1, "LOCK");
  CHECK(here->lock(holder_called("1"), "").error().kind == Kind::forbidden);
  server.fail_next(Fault::forbidden, 1, "POST");
  CHECK(here->save({{"state.json", "2"}}, *version, k_note).error().kind == Kind::forbidden);

  server.fail_next(Fault::broken, 1);
  CHECK(here->load({}).ok());
  server.fail_next(Fault::broken, 2);
  CHECK(here->load({}).error().kind == Kind::unreachable);
  server.fail_next(Fault::cut_short, 2);
  CHECK(here->load({}).error().kind == Kind::unreachable);
  server.fail_next(Fault::truncated, 1);
  CHECK(here->load({}).error().kind == Kind::damaged);

  server.store("<html>please sign in</html>");
  CHECK(here->load({}).error().kind == Kind::damaged);
  server.store(R"({"version":9,"serial":1})");
  CHECK(here->load({}).error().kind == Kind::newer);
  CHECK(here->save({{"state.json", "2"}}, *version, k_note).error().kind == Kind::newer);
  server.store(R"({"version":4,"terraform_version":"1.9.0","serial":7,"resources":[]})");
  CHECK(here->load({}).error().kind == Kind::foreign);
  CHECK(server.stored().find("terraform_version") != std::string::npos);
  server.store(text);
  CHECK(here->load({})->version == *version);
}

TEST_CASE("http: nobody there, nobody answering, and a place without locks")
{
  HttpPlace nobody;
  {
    TerraformStateServer gone;
    nobody.address = gone.address();
  }
  CHECK(http_storage(nobody, {2, Duration{1}})->load({}).error().kind == Kind::unreachable);
  CHECK(http_storage(nobody, {2, Duration{1}})->lock(holder_called("1"), "").error().kind == Kind::unreachable);

  RawServer slow([](RawConnection& connection, int) {
    while (!connection.read_request().empty()) {}
  });
  HttpPlace slow_place;
  slow_place.address = slow.url() + "/state";
  CHECK(http_storage(slow_place, {2, Duration{1}, Duration{1000}, Duration{50}})->load({}).error().kind ==
        Kind::unreachable);

  TerraformStateServer elsewhere({.lock_method = "POST", .lock_path = "/state/lock"});
  HttpPlace place;
  place.address = elsewhere.address();
  const auto refused = http_storage(place, {1, Duration{1}})->lock(holder_called("1"), "");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().hint.find("lock_address") != std::string::npos);
}

TEST_CASE("http: whoever signs in does so with the environment's password")
{
  TerraformStateServer server({.user_and_password = "ana:s3cret-word"});
  const auto open = [&](std::map<std::string, std::string> options,
                        const std::map<std::string, std::string>& variables) {
    options["address"] = server.address();
    auto storage = open_storage(place_with(std::move(options), variables));
    REQUIRE_MESSAGE(storage.ok(), storage.error().text);
    return std::move(storage).value();
  };
  CHECK(open({{"username", "ana"}}, {{"FLOWSYNC_STATE_PASSWORD", "s3cret-word"}})->load({}).ok());
  CHECK(open({}, {{"TF_HTTP_USERNAME", "ana"}, {"TF_HTTP_PASSWORD", "s3cret-word"}})->load({}).ok());
  const auto refused = open({{"username", "ana"}}, {})->load({});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Kind::forbidden);
  CHECK(refused.error().hint.find("FLOWSYNC_STATE_PASSWORD") != std::string::npos);
}

TEST_CASE("http: passwords go encrypted, and to hosts that the environment allows")
{
  const std::map<std::string, std::string> password{{"FLOWSYNC_STATE_PASSWORD", "s3cret-word"}};
  const auto problem = [&](std::map<std::string, std::string> options, std::map<std::string, std::string> more = {}) {
    options["username"] = "ana";
    more.insert(password.begin(), password.end());
    const auto opened = open_storage(place_with(std::move(options), std::move(more)));
    return opened ? std::string() : opened.error().text + " / " + opened.error().hint;
  };
  CHECK(problem({{"address", "http://git.example.com/state"}}).find("https://") != std::string::npos);
  CHECK(problem({{"address", "https://ana:x@git.example.com/state"}}).find("before the @") != std::string::npos);
  CHECK(problem({{"address", "https://git.example.com/state"}}).find("FLOWSYNC_HOSTS=git.example.com") !=
        std::string::npos);
  const std::map<std::string, std::string> allowed{{"FLOWSYNC_HOSTS", "git.example.com"}};
  CHECK(problem({{"address", "https://git.example.com/state"}}, allowed).empty());
  CHECK(problem({{"address", "https://git.example.com/state"}, {"lock_address", "https://evil.example.org/"}}, allowed)
            .find("`state.lock_address`") != std::string::npos);
  CHECK(problem({{"address", "http://127.0.0.1:1/state"}}).empty());
}
