#include "base/secret_digest.hpp"
#include "plan/builder.hpp"
#include "plan/masking.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

TEST_CASE("a secret is compared by its reference and never shown")
{
  PlanWorld world;
  auto& source = world.want("orders/source");
  source.document["source_config"]["hash_secret_key"] = "${secret.hook}";
  source.deferred.insert("/source_config/hash_secret_key");
  source.sensitive.insert("/source_config/hash_secret_key");
  world.apply_all();
  auto& config = world.live("orders/source").body["source_config"];
  SUBCASE("hidden by the service")
  {
    config.erase("hash_secret_key");
  }
  SUBCASE("masked by the service")
  {
    config["hash_secret_key"] = "*****";
  }
  CHECK(!world.plan().has_differences());
  source.document["source_config"]["hash_secret_key"] = "${secret.other}";
  const auto plan = world.plan();
  REQUIRE(change_of(plan, "orders/source").fields.size() == 1);
  CHECK(change_of(plan, "orders/source").fields[0].after == json("(sensitive)"));
}

TEST_CASE("a list with a secret in it is known as such also beside a key that begins like its own")
{
  PlanWorld world;
  auto& source = world.want("orders/source");
  source.document["source_config"]["steps"] = json::array({json{{"say", "${secret.hook}"}}});
  source.document["source_config"]["steps.url"] = "${secret.place}"; // a dot comes before the slash
  for (const auto* const path : {"/source_config/steps/0/say", "/source_config/steps.url"}) {
    source.deferred.insert(path);
    source.sensitive.insert(path);
  }
  world.apply_all();
  auto& config = world.live("orders/source").body["source_config"];
  config["steps.url"] = "*****";
  config["steps"] = json::array({json{{"say", "hunter2"}}, json{{"say", "hunter3"}}});
  PlanRequest options;
  options.secrets.emplace("hook", Secret("hunter1"));
  const auto plan = world.plan(options);
  REQUIRE(change_of(plan, "orders/source").fields.size() == 1);
  const auto& field = change_of(plan, "orders/source").fields[0];
  CHECK(field.sensitive);
  CHECK(field.before == json("(sensitive)"));
  CHECK(field.after == json("(sensitive)"));
}

TEST_CASE("a secret that the service shows is compared by value when this run has it")
{
  PlanWorld world;
  auto& source = world.want("orders/source");
  source.document["source_config"]["hash_secret_key"] = "${secret.hook}";
  source.deferred.insert("/source_config/hash_secret_key");
  source.sensitive.insert("/source_config/hash_secret_key");
  world.apply_all();
  world.live("orders/source").body["source_config"]["hash_secret_key"] = "old";
  PlanRequest options;
  options.secrets.emplace("hook", Secret("new"));
  const auto plan = world.plan(options);
  REQUIRE(change_of(plan, "orders/source").fields.size() == 1);
  CHECK(change_of(plan, "orders/source").fields[0].before == json("(sensitive)"));
  options.secrets.at("hook") = Secret("old");
  CHECK(!world.plan(options).has_differences());
}

TEST_CASE("a rotated secret is told from drift by what the record remembers of it")
{
  PlanWorld world;
  const std::string path = "/source_config/hash_secret_key";
  auto& source = world.want("orders/source");
  source.document["source_config"]["hash_secret_key"] = "${secret.hook}";
  source.deferred.insert(path);
  source.sensitive.insert(path);
  world.apply_all();
  world.state.records.at(source.address).secrets[path] = secret_digest("old", "lineage");
  auto& config = world.live("orders/source").body["source_config"];
  PlanRequest options;
  const auto change_with = [&](const char* secret) {
    options.secrets.insert_or_assign("hook", Secret(secret));
    const auto plan = world.plan(options);
    const auto& fields = change_of(plan, "orders/source").fields;
    return fields.empty() ? std::nullopt : std::optional(fields.front());
  };

  SUBCASE("hidden by the service")
  {
    config.erase("hash_secret_key");
    CHECK(!change_with("old"));
    const auto change = change_with("new");
    REQUIRE(change);
    CHECK(change->rotated);
    CHECK(change->cause == Cause::spec);
    CHECK(masked_field(*change).after == json("(sensitive, rotated)"));
  }
  SUBCASE("hidden, and this run was not given it")
  {
    config["hash_secret_key"] = "*****";
    const auto plan = world.plan();
    CHECK(change_of(plan, "orders/source").fields.empty());
    CHECK(change_of(plan, "orders/source").unverified == std::vector{path});
    CHECK(has_code(plan, "secret-not-compared"));
  }
  SUBCASE("another name for the same secret is not a difference")
  {
    config["hash_secret_key"] = "*****";
    source.document["source_config"]["hash_secret_key"] = "${secret.other}";
    options.secrets.emplace("other", Secret("old"));
    CHECK(!world.plan(options).has_differences());
  }
  SUBCASE("shown as it was applied")
  {
    config["hash_secret_key"] = "old";
    CHECK(!change_with("old"));
    const auto change = change_with("new");
    REQUIRE(change);
    CHECK(change->rotated);
    CHECK(change->cause == Cause::spec);
  }
  SUBCASE("changed by somebody in the service")
  {
    config["hash_secret_key"] = "theirs";
    const auto drifted = change_with("old");
    REQUIRE(drifted);
    CHECK(!drifted->rotated);
    CHECK(drifted->cause == Cause::drift);
    const auto both = change_with("new");
    REQUIRE(both);
    CHECK(both->rotated);
    CHECK(both->cause == Cause::both);
  }
}
