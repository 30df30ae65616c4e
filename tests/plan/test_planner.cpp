#include "plan/builder.hpp"
#include "plan/targets.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

TEST_CASE("an empty account is planned as creates, the detected set as awaited")
{
  PlanWorld world;
  const auto plan = world.plan();
  CHECK(plan.summary.create == 3);
  CHECK(change_of(plan, "orders/nexset/orders").action == Action::read);
  CHECK(change_of(plan, "orders/nexset/orders").reason == "awaiting_detection");
  CHECK(change_of(plan, "orders/sink/out").depends_on.size() == 3);
  CHECK(change_of(plan, "orders/sink/out").parent == Address::parse("orders/nexset/clean"));
  CHECK(!change_of(plan, "orders/source").parent);
  CHECK(plan.waiting.empty());
}

TEST_CASE("of a set that is awaited the plan holds what apply will write to it, unless it waits for people")
{
  PlanWorld world;
  const auto before = world.plan();
  CHECK(change_of(before, "orders/nexset/orders").fields.empty());
  auto& set = world.want("orders/nexset/orders");
  set.document["description"] = "Raw orders";
  set.document["tags"] = json{"finance"};
  set.origins["/description"] = {{"environments/base/flows/orders.yaml", 14, 20, "base"}, {}, {}, false};
  auto plan = world.plan();
  const auto& change = change_of(plan, "orders/nexset/orders");
  CHECK(change.action == Action::read);
  CHECK_FALSE(change.is_difference());
  REQUIRE(change.fields.size() == 2);
  CHECK(change.fields[0].path == "/description");
  CHECK(change.fields[0].after == json("Raw orders"));
  CHECK(change.fields[0].origin.origin.line == 14);
  CHECK(change.fields[1].path == "/tags");
  CHECK(plan.summary.create == before.summary.create);
  CHECK(plan.actions_digest != before.actions_digest); // what was reviewed is what is written

  set.state = RunState::paused;
  plan = world.plan();
  CHECK(change_of(plan, "orders/nexset/orders").fields.back().after.has_value());
  CHECK(change_of(plan, "orders/nexset/orders").fields.size() == 3); // with its status
  world.want("orders/source").state = RunState::paused;
  plan = world.plan();
  CHECK(change_of(plan, "orders/nexset/orders").waiting);
  CHECK(change_of(plan, "orders/nexset/orders").fields.empty());
}

TEST_CASE("a create shows each key of a config with the place that sets it")
{
  PlanWorld world;
  auto& source = world.want("orders/source");
  source.origins["/source_config/path"] = {{"environments/prod/flows/orders.yaml", 9, 13, "prod"}, {}, {}, false};
  source.sensitive.insert("/source_config/start.cron");
  const auto plan = world.plan();
  std::map<std::string, FieldChange> fields;
  for (const auto& field : change_of(plan, "orders/source").fields) {
    fields[field.path] = field;
  }
  CHECK(fields.at("/source_config/path").origin.origin.line == 9);
  CHECK(fields.at("/source_config/start.cron").after == json("(sensitive)"));
  CHECK_FALSE(fields.contains("/source_config"));
}

TEST_CASE("after a good apply the plan is empty, with the state and without it")
{
  PlanWorld world;
  world.apply_all();
  CHECK(!world.plan().has_differences());
  CHECK(world.plan().summary.no_op == 4);
  world.state.records.clear();
  const auto plan = world.plan();
  CHECK(!plan.has_differences());
  CHECK(has_code(plan, "no-history"));
}

TEST_CASE("a changed value is one field with its cause")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/source").document["source_config"]["path"] = "acme/new";
  auto plan = world.plan();
  const auto& change = change_of(plan, "orders/source");
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].path == "/source_config/path");
  CHECK(change.fields[0].cause == Cause::spec);
  CHECK(change.reason == "spec_changed");
  CHECK(change.restarts);
  CHECK(change.re_ingests);
  CHECK(change.affects.size() == 3);

  world.live("orders/source").body["source_config"]["path"] = "acme/ui";
  plan = world.plan();
  CHECK(change_of(plan, "orders/source").fields[0].cause == Cause::both);
  CHECK(plan.summary.drifted == 1);
}

TEST_CASE("a change made in the UI is drift and repaired")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").body["sink_config"]["table"] = "OTHER";
  const auto plan = world.plan();
  CHECK(change_of(plan, "orders/sink/out").reason == "drifted");
  CHECK(change_of(plan, "orders/sink/out").fields[0].after == json("ORDERS"));
  CHECK(plan.drift.size() == 1);
}

TEST_CASE("the service's own keys are not differences, and when they change it is told as outside")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/source").body["source_config"]["server.key"] = "changed";
  const auto plan = world.plan();
  CHECK(!plan.has_differences());
  REQUIRE(plan.drift.size() == 1);
  CHECK(plan.drift[0].fields[0].cause == Cause::outside);
  CHECK(plan.summary.drifted == 0);
}

TEST_CASE("a key that was applied and is no longer wanted is removed, and so is a tombstoned one")
{
  PlanWorld world;
  world.apply_all();
  auto& source = world.want("orders/source");
  source.document["source_config"].erase("path");
  source.tombstones["/source_config/server.key"] = {
      {"environments/prod/flows/orders.yaml", 9, 15, "prod"}, {}, {}, false};
  const auto plan = world.plan();
  const auto& fields = change_of(plan, "orders/source").fields;
  REQUIRE(fields.size() == 2);
  CHECK(fields[0].path == "/source_config/path");
  CHECK(!fields[0].after);
  CHECK(fields[1].path == "/source_config/server.key");
  CHECK(fields[1].origin.origin.line == 9);
  const auto body =
      update_body(source, full_document(source, plan.bindings), live_document(world.live("orders/source")),
                  world.state.records.at(source.address).applied, fields);
  CHECK(body == json{{"source_config", {{"start.cron", "0 0 0 * * ? *"}}}});
}

TEST_CASE("an update sends the live config with the wanted keys, never more top-level fields than differ")
{
  PlanWorld world;
  world.apply_all();
  auto& source = world.want("orders/source");
  source.document["source_config"]["path"] = "new";
  const auto plan = world.plan();
  const auto body =
      update_body(source, full_document(source, plan.bindings), live_document(world.live("orders/source")),
                  world.state.records.at(source.address).applied, change_of(plan, "orders/source").fields);
  CHECK(body.size() == 1);
  CHECK(body["source_config"]["server.key"] == "written by the service");
  CHECK(body["source_config"]["path"] == "new");
}

TEST_CASE("a resource paused in the UI is started again, and unknown words only warn")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").status = "PAUSED";
  auto plan = world.plan();
  CHECK(change_of(plan, "orders/sink/out").fields[0].path == "/status");
  CHECK(change_of(plan, "orders/sink/out").fields[0].cause == Cause::drift);
  world.live("orders/sink/out").status = "THINKING";
  plan = world.plan();
  CHECK(!plan.has_differences());
  CHECK(has_code(plan, "unknown-status"));
  world.live("orders/sink/out").status = "PAUSED";
  world.want("orders/sink/out").state = RunState::unmanaged;
  CHECK(!world.plan().has_differences());
}

TEST_CASE("below a paused or data-less source everything waits, without a difference")
{
  PlanWorld world;
  world.want("orders/source").state = RunState::paused;
  auto plan = world.plan();
  CHECK(plan.summary.create == 1);
  CHECK(plan.waiting.size() == 3);
  world.want("orders/source").state = RunState::active;
  world.want("orders/source").waits_for_data = true;
  plan = world.plan();
  CHECK(plan.summary.create == 1);
  CHECK(plan.waiting.size() == 3);
  CHECK(change_of(plan, "orders/sink/out").action == Action::no_op);
}

TEST_CASE("a lost mark comes back by an update without differences in fields")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").description = "";
  const auto plan = world.plan();
  CHECK(change_of(plan, "orders/sink/out").reason == "mark_missing");
  CHECK(change_of(plan, "orders/sink/out").write_mark);
  CHECK(change_of(plan, "orders/sink/out").fields.empty());
  CHECK(!change_of(plan, "orders/sink/out").restarts);
}

TEST_CASE("a type can only be replaced")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/sink/out").document["sink_type"] = "gcs";
  const auto plan = world.plan();
  CHECK(change_of(plan, "orders/sink/out").action == Action::replace);
  CHECK(change_of(plan, "orders/sink/out").reason == "cannot_update");
  CHECK(plan.summary.replace == 1);
}

TEST_CASE("what one flow leaves behind is one warning that names each")
{
  PlanWorld world;
  world.apply_all();
  world.desired.resources.clear();
  const auto plan = world.plan();
  std::vector<std::string> told;
  for (const auto& problem : plan.diagnostics.items()) {
    if (problem.code == "removed-from-spec") {
      told.push_back(problem.message);
    }
  }
  REQUIRE(told.size() == 1);
  CHECK(told[0].find(" resources of orders are ") != std::string::npos);
  for (const auto& change : plan.changes) {
    CHECK_MESSAGE(told[0].find(fmt::format("{} ({} {} ", change.address.text(), type_name(change.type),
                                           change.id.value())) != std::string::npos,
                  told[0]);
  }
}

TEST_CASE("what left the specs stays, with a warning, and prune shows a delete")
{
  PlanWorld world;
  world.apply_all();
  std::erase_if(world.desired.resources, [](const auto& r) { return r.address.kind == ResourceKind::sink; });
  auto plan = world.plan();
  CHECK(!plan.has_differences());
  CHECK(has_code(plan, "removed-from-spec"));
  CHECK(change_of(plan, "orders/sink/out").reason == "removed_from_spec");
  PlanRequest options;
  options.prune = true;
  plan = world.plan(options);
  CHECK(plan.summary.remove == 1);
  CHECK(change_of(plan, "orders/sink/out").parent == Address::parse("orders/nexset/clean")); // as Nexla shows it
}

TEST_CASE("a rename without a moved entry is an error that names the entry")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/sink/out").address = *Address::parse("orders/sink/renamed");
  auto plan = world.plan();
  CHECK(has_code(plan, "moved-missing"));
  CHECK(plan.summary.create == 0);
  world.desired.moves.push_back({*Address::parse("orders/sink/out"), *Address::parse("orders/sink/renamed"), {}});
  plan = world.plan();
  CHECK(!has_code(plan, "moved-missing"));
  CHECK(plan.summary.move == 1);
  CHECK(change_of(plan, "orders/sink/renamed").reason == "moved");
}

TEST_CASE("a target keeps what it needs that does not exist yet, and nothing else")
{
  PlanWorld world;
  PlanRequest options;
  options.targets = {"orders/nexset/clean"};
  auto plan = world.plan(options);
  CHECK(plan.changes.size() == 3);
  CHECK(plan.find(*Address::parse("orders/sink/out")) == nullptr);
  options.targets = {"ordres"};
  CHECK(has_code(world.plan(options), "unknown-target"));
}

TEST_CASE("what Nexla would detect below something that is left out is left out with it, and what hangs from that")
{
  PlanWorld world;
  PlanRequest options;
  options.targets = {"!orders/source"};
  const auto plan = world.plan(options);
  CHECK(plan.changes.empty());
  CHECK(leaves_out_dependents(plan));
  world.apply_all();
  CHECK(world.plan(options).diagnostics.empty());
}

TEST_CASE("configs that no reply shows count as equal and are listed as unverified")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/nexset/clean").body.erase("transform");
  CHECK(!world.plan().has_differences());
  world.state.records.clear();
  const auto plan = world.plan();
  CHECK(!plan.has_differences());
  CHECK(change_of(plan, "orders/nexset/clean").unverified == std::vector<std::string>{"/transform"});
}

TEST_CASE("a detected set gets no mark by itself, but together with another reason to write")
{
  PlanWorld world;
  world.apply_all();
  CHECK(!change_of(world.plan(), "orders/nexset/orders").write_mark);
  world.want("orders/nexset/orders").document["description"] = "Raw";
  CHECK(change_of(world.plan(), "orders/nexset/orders").write_mark);
}
