#include "both_sides.hpp"

// What the specs want to see of a flow after an apply.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

std::int64_t live_id(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.only(type, name).at("id").get<std::int64_t>();
}

void want_of_clean(Workspace& workspace, const std::string& verify)
{
  workspace.edit(k_order_file, "      name: Web orders, clean\n",
                 "      name: Web orders, clean\n      verify: " + verify + "\n");
}

void shows(Workspace& workspace, const std::string& name, const std::vector<std::string>& attributes)
{
  auto properties = json::object();
  for (const auto& attribute : attributes) {
    properties[attribute] = {{"type", "string"}};
  }
  workspace.edit_live("data_sets", live_id(workspace, "data_sets", name),
                      {{"output_schema", {{"type", "object"}, {"properties", properties}}}});
}

void change_flow(Workspace& workspace, const std::string& to)
{
  workspace.edit(k_order_file, "    name: Web orders\n", "    name: Web orders\n    tags: [" + to + "]\n");
}

} // namespace

TEST_CASE("a sample that lacks an attribute fails the apply, and the next one sees it come")
{
  SwitchValues switches;
  SUBCASE("records as they are") {}
  SUBCASE("records with their metadata")
  {
    switches["samples"] = "wrapped";
  }
  Workspace workspace(switches);
  workspace.apply_well();
  shows(workspace, "Web orders, clean", {"order_id", "region"});
  want_of_clean(workspace, "{has: [order_id, colour, weight], within: 1s}");
  CHECK(ends_with_no_changes(workspace.apply())); // nothing was changed, so nothing is verified
  change_flow(workspace, "one");
  auto ran = workspace.apply();
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "not-verified"), ran.out << ran.err);
  CHECK_MESSAGE(says(ran, "web-orders/nexset/clean: a sample of 50 records has no colour and no weight"), ran.err);
  CHECK(says(ran, k_order_file));
  CHECK(workspace.only("data_sources", "Web orders").at("status") == "ACTIVE");
  const auto plan = workspace.plan();
  CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);

  shows(workspace, "Web orders, clean", {"order_id", "colour", "weight"});
  workspace.edit(k_order_file, "tags: [one]", "tags: [two]");
  ran = workspace.apply();
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK(says(ran, "Verifying 1 resource."));
}

TEST_CASE("with on_failure: pause just the flow is paused, and the next apply starts it")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    want_of_clean(workspace, "{has: [no_such], within: 1s, on_failure: pause}");
    change_flow(workspace, "one");
    const auto ran = workspace.apply();
    CHECK(ran.exit == 3);
    CHECK_MESSAGE(says(ran, "the flow web-orders was paused"), ran.out << ran.err);
    CHECK(workspace.only("data_sources", "Web orders").at("status") == "PAUSED");
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "PAUSED");
    CHECK(workspace.only("data_sources", "People").at("status") == "ACTIVE");

    workspace.edit(k_order_file, "      verify: {has: [no_such], within: 1s, on_failure: pause}\n", "");
    workspace.apply_well();
    CHECK(workspace.only("data_sources", "Web orders").at("status") == "ACTIVE");
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "ACTIVE");
    const auto plan = workspace.plan();
    CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);
  });
}

TEST_CASE("records that arrive in runs of the apply are counted")
{
  SwitchValues switches;
  SUBCASE("a list of runs") {}
  SUBCASE("counts by run")
  {
    switches["run_summary"] = "by_run";
  }
  Workspace workspace(switches);
  workspace.edit(k_order_file, "      type: snowflake\n",
                 "      type: snowflake\n      verify: {records: 1, within: 30s}\n");
  workspace.apply_well(); // a new flow reads as soon as it runs
  workspace.edit(k_order_file, "verify: {records: 1, within: 30s}", "verify: {records: 5000000, within: 1s}");
  change_flow(workspace, "one");
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--format", "json"});
  CHECK(ran.exit == 3);
  const auto report = json::parse(ran.out);
  CHECK_MESSAGE(report.dump().find("of 5000000 records in 1.0s") != std::string::npos, report.dump(2));
}

TEST_CASE("what cannot be told is an error, and pauses nothing")
{
  Workspace workspace(SwitchValues{{"samples", "absent"}});
  workspace.apply_well();
  want_of_clean(workspace, "{has: [order_id], within: 1s, on_failure: pause}");
  change_flow(workspace, "one");
  const auto ran = workspace.apply();
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "verify-not-told"), ran.out << ran.err);
  CHECK(workspace.only("data_sources", "Web orders").at("status") == "ACTIVE");
}
