#include "builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

PlanRequest pruning()
{
  PlanRequest options;
  options.prune = true;
  return options;
}

// The flow was applied and left the specs; another one stays.
PlanWorld removed_flow()
{
  PlanWorld world;
  world.apply_all();
  world.desired.resources.clear();
  world.add("other/source", ResourceKind::source, "Other").document["source_type"] = "s3";
  return world;
}

LiveResource& hang_below(PlanWorld& world, ResourceId set, ResourceId id, const std::string& name)
{
  LiveResource sink;
  sink.type = ResourceKind::sink;
  sink.id = id;
  sink.name = name;
  sink.parent_set_id = set;
  sink.status = "ACTIVE";
  return world.inventory.resources[ResourceKind::sink][id] = sink;
}

} // namespace

TEST_CASE("a removed flow is deleted whole, its detected set with its source")
{
  const auto plan = removed_flow().plan(pruning());
  CHECK(plan.summary.remove == 4);
  CHECK(change_of(plan, "orders/nexset/orders").action == Action::remove);
  CHECK(!plan.diagnostics.has_errors());
}

TEST_CASE("without --prune nothing of a removed flow is a difference")
{
  const auto plan = removed_flow().plan();
  CHECK(plan.summary.remove == 0);
  CHECK(change_of(plan, "orders/sink/out").action == Action::no_op);
  CHECK(change_of(plan, "orders/sink/out").reason == "removed_from_spec");
}

TEST_CASE("what others hung below keeps all that it hangs from, and nothing beside it")
{
  auto world = removed_flow();
  hang_below(world, 101, 900, "Somebody's");
  const auto plan = world.plan(pruning());
  CHECK(has_code(plan, "delete-blocked"));
  CHECK(plan.diagnostics.exit_code() == ExitCode::refused);
  CHECK(change_of(plan, "orders/source").action == Action::no_op);
  CHECK(change_of(plan, "orders/nexset/orders").action == Action::no_op);
  CHECK(change_of(plan, "orders/nexset/clean").action == Action::remove);
  CHECK(change_of(plan, "orders/sink/out").action == Action::remove);
}

TEST_CASE("what does not carry its mark stays, and so does what it hangs from")
{
  auto world = removed_flow();
  world.inventory.resources[ResourceKind::sink][103].description = "by hand";
  const auto plan = world.plan(pruning());
  CHECK(has_code(plan, "delete-unmarked"));
  CHECK(plan.summary.remove == 0);
}

TEST_CASE("an undeclared detected set and a generated source go with what they come from")
{
  auto world = removed_flow();
  LiveResource set;
  set.type = ResourceKind::nexset;
  set.id = 150;
  set.source_id = 100;
  set.name = "2 - Orders";
  world.inventory.resources[ResourceKind::nexset][150] = set;
  LiveResource generated;
  generated.type = ResourceKind::source;
  generated.id = 160;
  generated.sink_id = 103;
  generated.auto_generated = true;
  world.inventory.resources[ResourceKind::source][160] = generated;
  const auto plan = world.plan(pruning());
  CHECK(plan.summary.remove == 4);
  REQUIRE(change_of(plan, "orders/sink/out").affects.size() == 1);
  CHECK(change_of(plan, "orders/sink/out").affects.front().id == 160);
  CHECK(change_of(plan, "orders/source").affects.size() == 2);
}

TEST_CASE("somebody else's marked resource of the same project is not ours to delete")
{
  auto world = removed_flow();
  world.state = {};
  for (auto& [type, resources] : world.inventory.resources) {
    for (auto& [id, live] : resources) {
      live.owner_id = 43;
    }
  }
  CHECK(world.plan(pruning()).summary.remove == 0);
  world.desired.environment.owners = {42, 43};
  CHECK(world.plan(pruning()).summary.remove == 3); // the detected set is not known without a record: it goes along
}

TEST_CASE("another source type replaces everything below it")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/source").document["source_type"] = "gcs";
  const auto plan = world.plan();
  CHECK(plan.summary.replace == 4);
  CHECK(change_of(plan, "orders/source").reason == "cannot_update");
  CHECK(change_of(plan, "orders/nexset/orders").reason == "parent_replaced");
  CHECK(change_of(plan, "orders/sink/out").reason == "parent_replaced");
  CHECK(!change_of(plan, "orders/sink/out").restarts);
}

TEST_CASE("a replacement that something of others stands in the way of is blocked with all below it")
{
  PlanWorld world;
  world.apply_all();
  hang_below(world, 102, 900, "Somebody's");
  world.want("orders/source").document["source_type"] = "gcs";
  const auto plan = world.plan();
  CHECK(has_code(plan, "delete-blocked"));
  CHECK(!plan.has_differences());
  CHECK(plan.blocked.contains(PlanWorld::source_address()));
  CHECK(plan.blocked.contains(*Address::parse("orders/sink/out")));
}

TEST_CASE("a sink that moves to another nexset does not keep its old one")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/sink/out").parent = *Address::parse("orders/nexset/orders");
  std::erase_if(world.desired.resources, [](const auto& r) { return r.address.text() == "orders/nexset/clean"; });
  const auto plan = world.plan(pruning());
  CHECK(!plan.diagnostics.has_errors());
  CHECK(change_of(plan, "orders/nexset/clean").action == Action::remove);
  CHECK(change_of(plan, "orders/sink/out").action == Action::update);
}

TEST_CASE("a lost mark and a further detected set are drift, the latter nobody's")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").description = "";
  world.state.records.at(PlanWorld::source_address()).observed_sets = std::set<ResourceId>{101};
  LiveResource set;
  set.type = ResourceKind::nexset;
  set.id = 150;
  set.source_id = 100;
  world.inventory.resources[ResourceKind::nexset][150] = set;
  const auto plan = world.plan();
  REQUIRE(plan.drift.size() == 2);
  CHECK(plan.drift[1].notes.at(0).code == "mark_missing");
  CHECK(plan.drift[1].is_owned());
  CHECK(plan.drift[0].notes.at(0).code == "new_detected_set");
  CHECK(!plan.drift[0].is_owned());
  CHECK(plan.summary.drifted == 1);
}

TEST_CASE("ignored fields are neither compared nor written once the resource exists")
{
  PlanWorld world;
  world.apply_all();
  auto& sink = world.want("orders/sink/out");
  sink.ignored = {"/sink_config/table", "/status"};
  world.live("orders/sink/out").body["sink_config"] = {{"table", "OTHER"}, {"mode", "x"}};
  world.live("orders/sink/out").status = "PAUSED";
  CHECK(!world.plan().has_differences());
  CHECK(world.plan().summary.drifted == 0);
  sink.document["sink_config"]["added"] = 1;
  const auto plan = world.plan();
  const auto& change = change_of(plan, "orders/sink/out");
  REQUIRE(change.fields.size() == 1);
  const auto body = update_body(sink, sink.document, world.live("orders/sink/out").body, sink.document, change.fields);
  CHECK(body.at("sink_config") == nlohmann::json{{"table", "OTHER"}, {"mode", "x"}, {"added", 1}});
}

TEST_CASE("a lost detected set is chosen anew only when somebody says so")
{
  PlanWorld world;
  world.apply_all();
  world.inventory.resources[ResourceKind::nexset].erase(101);
  world.inventory.missing[{ResourceKind::nexset, 101}] = Inventory::Missing::absent;
  LiveResource set;
  set.type = ResourceKind::nexset;
  set.id = 150;
  set.source_id = 100;
  world.inventory.resources[ResourceKind::nexset][150] = set;
  CHECK(has_code(world.plan(), "lost-detected"));
  PlanRequest options;
  options.rebind = true;
  CHECK(world.plan(options).bindings.ids.at(*Address::parse("orders/nexset/orders")) == 150);
  world.desired.environment.adopt[*Address::parse("orders/nexset/orders")].id = 150;
  CHECK(world.plan().bindings.ids.at(*Address::parse("orders/nexset/orders")) == 150);
}
