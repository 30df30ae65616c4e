#include "plan/builder.hpp"
#include "plan/changed_part.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

TEST_CASE("where two values begin to differ is named down to the element and key")
{
  const auto list = json::parse(R"([{"key": "a", "v": 1}, {"key": "b", "v": {"w": 2}}])");
  auto longer = list;
  longer.push_back({{"key", "c"}, {"v", 3}});
  CHECK(changed_part(longer, list) == "/2");
  auto deep = list;
  deep[1]["v"]["w"] = 9;
  CHECK(changed_part(deep, list) == "/1/v/w");
  CHECK(changed_part(json{{"a", {1, 2}}}, json{{"a", {1, 3}}}) == "/a/1");
  CHECK(changed_part(json{{"a", 1}}, json{{"a", 1}, {"b", 2}}).empty()); // something is gone: the whole
  CHECK(changed_part(json(1), json(2)).empty());
}

TEST_CASE("an element that an overlay adds to a keyed list is told with the overlay's place")
{
  PlanWorld world;
  auto& source = *std::find_if(world.desired.resources.begin(), world.desired.resources.end(),
                               [](const auto& resource) { return resource.type == ResourceKind::source; });
  source.document["source_config"]["rest.iterations"] = json::parse(R"([{"key": "one", "url": "a"}])");
  world.apply_all();
  source.document["source_config"]["rest.iterations"].push_back({{"key", "two"}, {"url", "b"}});
  source.origins["/source_config/rest.iterations"] = {{"environments/base/flows/o.yaml", 9, 5, "base"}, {}, {}, false};
  source.origins["/source_config/rest.iterations/1"] = {
      {"environments/prod/flows/o.yaml", 12, 9, "prod"}, {}, {}, false};
  const auto plan = world.plan();
  const auto* const change = plan.find(PlanWorld::source_address());
  REQUIRE(change != nullptr);
  REQUIRE(change->fields.size() == 1);
  CHECK(change->fields[0].path == "/source_config/rest.iterations");
  CHECK(change->fields[0].origin.origin.file == "environments/prod/flows/o.yaml");
}

TEST_CASE("a plan names the credentials that it speaks of, and the place that decides each")
{
  PlanWorld world;
  world.desired.credential_origins["files"] = {"environments/prod/environment.yaml", 12, 5, "prod"};
  const auto plan = world.plan();
  CHECK(plan.credential_names == std::map<ResourceId, std::string>{{6027, "Orders S3"}});
  const auto& fields = plan.find(PlanWorld::source_address())->fields;
  const auto field =
      std::find_if(fields.begin(), fields.end(), [](const auto& one) { return one.path == "/data_credentials_id"; });
  REQUIRE(field != fields.end());
  REQUIRE(field->origin.variables.size() == 1);
  CHECK(field->origin.variables[0].first == "credential/files");
  CHECK(field->origin.variables[0].second.line == 12);
}
