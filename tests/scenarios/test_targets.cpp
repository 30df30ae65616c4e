// Which part of an environment a run is for: patterns, exclusions, and the plan of a destruction.

#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;

namespace {

std::size_t creates_in(const nlohmann::json& plan)
{
  return plan.at("summary").at("create").get<std::size_t>();
}

nlohmann::json targeted_plan(Workspace& workspace, std::vector<std::string> words)
{
  words.insert(words.begin(), {"plan", "-e", "dev", "--format", "json"});
  const auto ran = workspace.run(words);
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  return nlohmann::json::parse(ran.out);
}

} // namespace

TEST_CASE("a pattern selects flows or kinds of resources, and what they need")
{
  Workspace workspace;
  const auto all = creates_in(targeted_plan(workspace, {}));
  const auto orders = creates_in(targeted_plan(workspace, {"--target", "web-orders"}));
  CHECK(orders < all);
  CHECK(creates_in(targeted_plan(workspace, {"--target", "web-*"})) == orders);
  CHECK(creates_in(targeted_plan(workspace, {"--target", "web-*/source"})) == 1);
  CHECK(creates_in(targeted_plan(workspace, {"--exclude", "people"})) == orders);
  CHECK(creates_in(targeted_plan(workspace, {"--target", "*", "--exclude", "*/sink/*"})) == all - 4);
  const auto nothing = workspace.run({"plan", "-e", "dev", "--target", "ord*"});
  CHECK(nothing.exit == 1);
  CHECK_MESSAGE(says(nothing, "nothing is called \"ord*\" in environment dev"), nothing.err);
}

TEST_CASE("what is excluded takes along what cannot be made without it, and says so")
{
  Workspace workspace;
  const auto plan = workspace.run({"plan", "-e", "dev", "--target", "web-orders", "--exclude", "*/nexset/clean"});
  CHECK(plan.exit == 0);
  CHECK_MESSAGE(says(plan, "web-orders/sink/warehouse is left out as well: it needs web-orders/nexset/clean"),
                plan.err);
  CHECK(says(plan, "Plan: 1 to add"));
  const auto applied =
      workspace.run({"apply", "-e", "dev", "--auto-approve", "--target", "web-orders", "--exclude", "*/nexset/clean"});
  CHECK_MESSAGE(applied.exit == 0, applied.err);
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").empty());
  workspace.apply_well();
  // Once it is there, only itself is left alone.
  workspace.edit(k_order_file, "name: Web orders, clean", "name: Web orders, cleaner");
  workspace.edit(k_order_file, "path: archive/orders", "path: archive/others");
  CHECK(says(workspace.run({"plan", "-e", "dev", "--exclude", "*/nexset/clean"}), "Plan: 0 to add, 1 to change"));
}

TEST_CASE("the plan of a destruction is shown, saved, and carried out as it was shown")
{
  Workspace workspace;
  workspace.apply_well();
  const auto plan = workspace.run({"plan", "-e", "dev", "--destroy", "--out", "gone.plan"});
  CHECK_MESSAGE(plan.exit == 0, plan.err);
  CHECK(says(plan, "0 to add, 0 to change"));
  CHECK(ends_with_no_changes(workspace.plan())); // it changed nothing
  workspace.environment["CI"] = "true";
  const auto applied = workspace.run({"apply", "gone.plan", "--auto-approve"});
  CHECK_MESSAGE(applied.exit == 0, applied.err);
  CHECK(workspace.live("data_sources", "Web orders").empty());
  CHECK(workspace.run({"plan", "-e", "dev", "--destroy", "--prune"}).exit == 1);
}

TEST_CASE("the plan of a destruction is blocked where destroy would refuse")
{
  Workspace workspace;
  workspace.apply_well("prod");
  const auto plan = workspace.run({"plan", "-e", "prod", "--destroy", "--detailed-exitcode"});
  CHECK(plan.exit == 6);
  CHECK(says(plan, "prevent_delete"));
}
