#include "both_sides.hpp"

#include <vector>

// Flows that run after one another.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

json account_id(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.only(type, name).at("id");
}

// All triggers, each as "data_sink 5 -> 6 ACTIVE" with the ids of what begins and what runs then.
std::set<std::string> triggers_there(Workspace& workspace)
{
  std::set<std::string> found;
  for (const auto& row : workspace.api("GET", "/flow_triggers?per_page=100")) {
    found.insert(row.at("triggering_resource_type").get<std::string>() + " " + row.at("triggering_resource_id").dump() +
                 " -> " + row.at("triggered_resource_id").dump() + " " + row.at("status").get<std::string>());
  }
  return found;
}

std::string trigger_text(const json& after, const json& runs, const std::string& type = "data_sink")
{
  return type + " " + after.dump() + " -> " + runs.dump() + " ACTIVE";
}

void let_run(Workspace& workspace, const std::string& rows)
{
  workspace.edit(k_order_file, "  source:\n", "  triggers: [" + rows + "]\n  source:\n");
}

void expect_triggers_settled(Workspace& workspace)
{
  const auto plan = workspace.plan();
  CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);
}

constexpr const char* k_trigger_path = "/triggers/people~1sink~1one";

} // namespace

TEST_CASE("a flow runs after another one as the specs say, and other triggers stay")
{
  on_both_sides([](Workspace& workspace) {
    let_run(workspace, "{after: people/sink/one}");
    workspace.apply_well();
    expect_triggers_settled(workspace);
    const auto orders = account_id(workspace, "data_sources", "Web orders");
    const auto one = account_id(workspace, "data_sinks", "People one");
    const auto two = account_id(workspace, "data_sinks", "People two");
    CHECK(triggers_there(workspace) == std::set{trigger_text(one, orders)});

    // Somebody paused it; then somebody removed it.
    const auto row = workspace.api("GET", "/flow_triggers").at(0);
    const auto place = "/flow_triggers/" + row.at("id").dump();
    workspace.api("PUT", place + "/pause", json::object());
    const auto drift = workspace.run({"drift", "-e", "dev"});
    CHECK(drift.exit == 2);
    CHECK_MESSAGE(says(drift, k_trigger_path), drift.out);
    workspace.clear_log();
    workspace.apply_well();
    CHECK(workspace.writes() == 1); // no pause, and no PUT of the source
    CHECK(triggers_there(workspace) == std::set{trigger_text(one, orders)});
    workspace.api("DELETE", place);
    const auto plan = workspace.plan_json();
    CHECK(change_of(plan, "web-orders/source").at("restarts") == false);
    CHECK(change_of(plan, "web-orders/source").at("fields").at(0).at("path") == k_trigger_path);
    workspace.apply_well();
    expect_triggers_settled(workspace);

    // One that the specs do not name is nobody's business; what leaves the specs goes, and only that.
    workspace.api("POST", "/flow_triggers",
                  {{"triggering_resource_type", "data_sink"},
                   {"triggering_resource_id", two},
                   {"triggering_event_type", "WRITE_DONE"},
                   {"triggered_resource_type", "data_source"},
                   {"triggered_resource_id", orders}});
    expect_triggers_settled(workspace);
    workspace.edit(k_order_file, "  triggers: [{after: people/sink/one}]\n", "");
    workspace.apply_well();
    expect_triggers_settled(workspace);
    CHECK(triggers_there(workspace) == std::set{trigger_text(two, orders)});
  });
}

TEST_CASE("a trigger that somebody removed leaves the flow's words when it is accepted, a paused one does not")
{
  Workspace workspace;
  let_run(workspace, "{after: people/sink/one}, {after: people/sink/two}");
  workspace.apply_well();
  const auto base = workspace.read(k_order_file);
  const auto one = account_id(workspace, "data_sinks", "People one");
  const auto place_of = [&](const json& after) {
    for (const auto& row : workspace.api("GET", "/flow_triggers")) {
      if (row.at("triggering_resource_id") == after) {
        return "/flow_triggers/" + row.at("id").dump();
      }
    }
    return std::string();
  };
  workspace.api("PUT", place_of(one) + "/pause", json::object());
  const auto paused = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK(paused.exit == 1);
  CHECK_MESSAGE(says(paused, "the specs have no word for what is paused"), paused.err);

  workspace.api("DELETE", place_of(one));
  const auto ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(overlay.find("spec:\n  triggers:\n    - after: people/sink/two\n") != std::string::npos, overlay);
  expect_triggers_settled(workspace);

  workspace.api("DELETE", place_of(account_id(workspace, "data_sinks", "People two")));
  CHECK(workspace.run({"accept", "-e", "dev", "web-orders/source"}).exit == 0);
  CHECK(workspace.read("environments/dev/flows/web-orders.yaml").find("triggers: []") != std::string::npos);
  expect_triggers_settled(workspace);
  CHECK(workspace.read(k_order_file) == base);
}

TEST_CASE("a trigger goes with what it waits for, and comes again with it in the same apply")
{
  Workspace workspace;
  let_run(workspace, "{after: people/sink/one}");
  workspace.apply_well();
  const auto before = account_id(workspace, "data_sinks", "People one");
  workspace.edit("environments/base/flows/people.yaml", "type: snowflake", "type: redshift");
  const auto plan = workspace.plan_json();
  CHECK(change_of(plan, "people/sink/one").at("change").at("actions") == json{"delete", "create"});
  CHECK(change_of(plan, "web-orders/source").at("fields").at(0).at("path") == k_trigger_path);
  workspace.apply_well();
  const auto after = account_id(workspace, "data_sinks", "People one");
  CHECK(after != before);
  CHECK(triggers_there(workspace) ==
        std::set{trigger_text(after, account_id(workspace, "data_sources", "Web orders"))});
  expect_triggers_settled(workspace);
}

TEST_CASE("what does not exist yet is waited for, and everything else goes on")
{
  Workspace workspace;
  let_run(workspace, "{after: people/sink/one}, {after: people/source}");
  workspace.edit("environments/base/flows/people.yaml", "spec:\n", "spec:\n  state: paused\n");
  workspace.apply_well();
  expect_triggers_settled(workspace);
  const auto orders = account_id(workspace, "data_sources", "Web orders");
  const auto people = account_id(workspace, "data_sources", "People");
  CHECK(triggers_there(workspace) == std::set{trigger_text(people, orders, "data_source")});
  workspace.edit("environments/base/flows/people.yaml", "  state: paused\n", "");
  const auto fields = change_of(workspace.plan_json(), "web-orders/source").at("fields");
  CHECK(fields.at(0).at("path") == k_trigger_path);
  CHECK(fields.at(0).at("cause") == "spec");
  workspace.apply_well();
  CHECK(triggers_there(workspace) == std::set{trigger_text(people, orders, "data_source"),
                                              trigger_text(account_id(workspace, "data_sinks", "People one"), orders)});
  expect_triggers_settled(workspace);
}

TEST_CASE("an installation without triggers matters only where specs use them")
{
  Workspace workspace(SwitchValues{{"flow_triggers", "absent"}});
  workspace.apply_well();
  expect_triggers_settled(workspace);
  let_run(workspace, "{after: people/sink/one}");
  const auto plan = workspace.plan();
  CHECK(plan.exit == 1);
  CHECK_MESSAGE(says(plan, "this installation of Nexla has no triggers of flows"), plan.out << plan.err);
  CHECK(says(plan, k_order_file + ":7:"));
}

TEST_CASE("validation tells what a flow cannot run after")
{
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"{after: peple}", "there is no resource `peple/source`"},
      {"{after: people}", "`people` has several sinks"},
      {"{after: web-orders}", "`web-orders` has several sinks"},
      {"{after: web-orders/sink/archive}", "a flow cannot run after itself"},
      {"{after: people/sink/three}", "there is no resource `people/sink/three`"},
      {"{after: people/nexset/people}", "is not a flow, source or sink"},
      {"{after: people/source}, {after: people/source}", "`people/source` is named twice"},
  };
  Workspace workspace;
  const auto text = workspace.read(k_order_file);
  for (const auto& [rows, message] : wrong) {
    workspace.write(k_order_file, text);
    let_run(workspace, rows);
    const auto ran = workspace.run({"validate", "-e", "dev"});
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, message), ran.out << ran.err);
    CHECK(says(ran, k_order_file + ":7:"));
  }
  workspace.write(k_order_file, text);
  let_run(workspace, "{after: people/sink/one}");
  workspace.edit("environments/base/flows/people.yaml", "spec:\n", "spec:\n  triggers: [{after: web-orders/source}]\n");
  const auto circle = workspace.run({"validate", "-e", "dev"});
  CHECK(circle.exit == 1);
  CHECK_MESSAGE(says(circle, "cyclic-resources"), circle.out << circle.err);
}

TEST_CASE("triggers are exported, promoted and go with their flow")
{
  Workspace workspace;
  workspace.remove("environments/prod/flows");
  let_run(workspace, "{after: people/sink/one}");
  workspace.apply_well();
  const auto orders = account_id(workspace, "data_sources", "Web orders");
  const auto people = account_id(workspace, "data_sources", "People");
  workspace.apply_well("prod");
  CHECK(triggers_there(workspace).size() == 2);
  CHECK(ends_with_no_changes(workspace.plan("prod")));

  // What was applied is read back as it is written.
  const auto same = workspace.run({"compare", "dev", "prod", "--live"});
  CHECK_MESSAGE(same.exit == 0, same.out << same.err);
  CHECK_MESSAGE(!says(same, "triggers"), same.out);

  // An export without any files names the flow that it exports as well.
  workspace.remove("environments/base");
  workspace.remove("environments/prod");
  workspace.remove(".flowsync");
  const auto both =
      workspace.run({"export", "-e", "dev", "--source", orders.dump(), "--source", people.dump(), "--all"});
  CHECK_MESSAGE(both.exit == 0, both.out << both.err);
  const auto text = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(text.find("triggers:\n    - after: people/sink/one\n") != std::string::npos, text);
  const auto plan = workspace.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(only_adopts(plan), plan.out << plan.err);

  const auto gone = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
  CHECK_MESSAGE(gone.exit == 0, gone.out << gone.err);
  CHECK(triggers_there(workspace).size() == 1);
}
