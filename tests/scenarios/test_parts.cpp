#include "both_sides.hpp"
#include "empty_project.hpp"

#include <algorithm>

// Parts of resources that Nexla keeps under paths of their own: who has access, and documents.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

std::string path_of(Workspace& workspace, const std::string& type, const std::string& name, const std::string& part)
{
  return "/" + type + "/" + std::to_string(workspace.only(type, name).at("id").get<std::int64_t>()) + "/" + part;
}

// Whom the service gives access to: e-mail or name, and roles.
std::map<std::string, json> accessors(Workspace& workspace, const std::string& type, const std::string& name)
{
  std::map<std::string, json> found;
  for (const auto& row : workspace.api("GET", path_of(workspace, type, name, "accessors"))) {
    found[row.value("email", row.value("name", row.at("type").get<std::string>()))] = row.at("access_roles");
  }
  return found;
}

std::map<std::string, std::string> docs(Workspace& workspace, const std::string& name)
{
  std::map<std::string, std::string> found;
  for (const auto& row : workspace.api("GET", path_of(workspace, "data_sets", name, "docs"))) {
    found[row.at("name").get<std::string>()] = row.at("text").get<std::string>();
  }
  return found;
}

void give(Workspace& workspace, const std::string& path, const std::string& email, const std::string& role)
{
  workspace.api("PUT", path,
                {{"accessors", {{{"type", "USER"}, {"email", email}, {"access_roles", json::array({role})}}}}});
}

constexpr const char* k_flow_access =
    "  access: [{user: Second@example.com, role: operator}, {team: data, role: collaborator}]\n  source:\n";

} // namespace

TEST_CASE("access of a flow is given to all its resources, and nobody else is touched")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_order_file, "  source:\n", k_flow_access);
    workspace.edit(
        k_order_file, "      type: snowflake\n",
        "      type: snowflake\n      access: [{team: data, role: admin}, {org: true, role: collaborator}]\n");
    workspace.apply_well();
    workspace.expect_no_changes();
    const std::map<std::string, json> of_flow{{"second@example.com", {"operator"}}, {"data", {"collaborator"}}};
    CHECK(accessors(workspace, "data_sources", "Web orders") == of_flow);
    CHECK(accessors(workspace, "data_sets", "1 - Web orders") == of_flow);
    CHECK(accessors(workspace, "data_sinks", "Web orders, archive") == of_flow);
    CHECK(accessors(workspace, "data_sinks", "WEB_ORDERS") ==
          std::map<std::string, json>{
              {"second@example.com", {"operator"}}, {"data", {"admin"}}, {"ORG", {"collaborator"}}});
    CHECK(accessors(workspace, "data_sources", "People").empty());

    // Somebody else's access is nobody's business; another role of ours is drift.
    const auto source = path_of(workspace, "data_sources", "Web orders", "accessors");
    give(workspace, source, "finance@example.com", "admin");
    workspace.expect_no_changes();
    give(workspace, source, "second@example.com", "admin");
    const auto drift = workspace.run({"drift", "-e", "dev"});
    CHECK(drift.exit == 2);
    CHECK_MESSAGE(says(drift, "/access/user second@example.com"), drift.out);
    workspace.clear_log();
    workspace.apply_well();
    CHECK(workspace.writes() == 1); // no pause, and no PUT of the resource
    workspace.expect_no_changes();
    CHECK(accessors(workspace, "data_sources", "Web orders").at("second@example.com") == json{"operator"});
    workspace.api("DELETE", source, {{"accessors", {{{"type", "TEAM"}, {"id", 601}}}}});
    CHECK(workspace.run({"drift", "-e", "dev"}).exit == 2);
    workspace.apply_well();

    // What leaves the specs goes, and only that.
    workspace.edit(k_order_file, ", {team: data, role: collaborator}]", "]");
    const auto plan = workspace.plan_json();
    CHECK(change_of(plan, "web-orders/source").at("fields").at(0).at("path") == "/access/team data");
    CHECK(change_of(plan, "web-orders/source").at("restarts") == false);
    workspace.apply_well();
    CHECK(accessors(workspace, "data_sources", "Web orders") ==
          std::map<std::string, json>{{"second@example.com", {"operator"}}, {"finance@example.com", {"admin"}}});
    workspace.edit(k_order_file, "  access: [{user: Second@example.com, role: operator}]\n", "");
    workspace.apply_well();
    workspace.expect_no_changes();
    CHECK(accessors(workspace, "data_sources", "Web orders") ==
          std::map<std::string, json>{{"finance@example.com", {"admin"}}});
    CHECK(accessors(workspace, "data_sinks", "WEB_ORDERS") ==
          std::map<std::string, json>{{"data", {"admin"}}, {"ORG", {"collaborator"}}});
  });
}

TEST_CASE("with mode exact others lose their access, but the owner and the user of the key do not")
{
  Workspace workspace;
  workspace.apply_well();
  const auto source = path_of(workspace, "data_sources", "Web orders", "accessors");
  give(workspace, source, "demo@example.com", "owner");
  give(workspace, source, "finance@example.com", "admin");
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    access: {mode: exact, list: [{user: second@example.com, role: operator}]}\n");
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "user demo@example.com keeps its access"), plan.out << plan.err);
  CHECK(says(plan, "/access/user finance@example.com"));
  workspace.apply_well();
  CHECK(accessors(workspace, "data_sources", "Web orders") ==
        std::map<std::string, json>{{"demo@example.com", {"owner"}}, {"second@example.com", {"operator"}}});
  workspace.expect_no_changes();
  give(workspace, source, "on-call@example.com", "operator");
  CHECK(workspace.run({"drift", "-e", "dev"}).exit == 2);
  workspace.apply_well();
  CHECK(accessors(workspace, "data_sources", "Web orders").size() == 2);
}

TEST_CASE("teams and users that are not there are errors of the plan, where that can be known")
{
  Workspace workspace;
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    access: [{team: dta, role: admin}, {user: nobody@example.com, role: operator}]\n");
  const auto plan = workspace.plan();
  CHECK(plan.exit == 3); // the other flow is planned
  CHECK_MESSAGE(says(plan, "no team called \"dta\""), plan.out << plan.err);
  CHECK(says(plan, "did you mean \"data\"?"));
  CHECK(says(plan, "no user \"nobody@example.com\""));
  CHECK(says(plan, k_order_file + ":10:"));
  workspace.edit(k_order_file, "{team: dta, role: admin}, ", "");
  const auto refused = workspace.apply(); // nothing of that flow is written
  CHECK(refused.exit == 3);
  CHECK_MESSAGE(says(refused, "no user \"nobody@example.com\""), refused.out << refused.err);
  CHECK(workspace.live("data_sources", "Web orders").empty());
  workspace.edit(k_order_file, "[{user: nobody", "[{team: dta, role: admin}, {user: nobody");
  workspace.set({{"people", "refused"}});
  const auto blind = workspace.plan();
  CHECK(blind.exit == 1); // the other flow has nothing to do
  CHECK_MESSAGE(says(blind, "may not list teams"), blind.out << blind.err);
  CHECK(!says(blind, "no user"));
  workspace.edit(k_order_file, "{team: dta, role: admin}, ", "");
  const auto ran = workspace.apply(); // only the service knows
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "nobody@example.com"), ran.out << ran.err);
  CHECK(workspace.run({"drift", "-e", "dev"}).exit == 0); // what was refused was never there
}

TEST_CASE("documents of a flow and of its nexsets are written, repaired and removed, and those of others stay")
{
  on_both_sides([](Workspace& workspace) {
    workspace.write("environments/base/flows/orders.md", "# Orders\n\nOne file an hour.\n");
    workspace.edit(k_order_file, "  source:\n", "  docs: [{file: orders.md}]\n  source:\n");
    workspace.edit(k_order_file, "      name: Web orders, clean\n",
                   "      name: Web orders, clean\n      docs: [{name: Clean, text: \"From ${var.bucket}\"}]\n");
    workspace.apply_well();
    workspace.expect_no_changes();
    CHECK(docs(workspace, "1 - Web orders") ==
          std::map<std::string, std::string>{{"orders.md", "# Orders\n\nOne file an hour."}});
    CHECK(docs(workspace, "Web orders, clean") == std::map<std::string, std::string>{{"Clean", "From acme-dev"}});

    const auto clean = path_of(workspace, "data_sets", "Web orders, clean", "docs");
    workspace.api("POST", clean,
                  {{"docs", {{{"name", "Clean"}, {"text", "by hand"}}, {{"name", "Other"}, {"text", "theirs"}}}}});
    const auto drift = workspace.run({"drift", "-e", "dev"});
    CHECK(drift.exit == 2);
    CHECK_MESSAGE(says(drift, "/docs/Clean"), drift.out);
    workspace.apply_well();
    workspace.expect_no_changes();
    CHECK(docs(workspace, "Web orders, clean") ==
          std::map<std::string, std::string>{{"Clean", "From acme-dev"}, {"Other", "theirs"}});

    workspace.write("environments/base/flows/orders.md", "# Orders\n\nTwo files an hour.\n");
    workspace.edit(k_order_file, "      docs: [{name: Clean, text: \"From ${var.bucket}\"}]\n", "");
    workspace.apply_well();
    workspace.expect_no_changes();
    CHECK(docs(workspace, "1 - Web orders").at("orders.md") == "# Orders\n\nTwo files an hour.");
    CHECK(docs(workspace, "Web orders, clean") == std::map<std::string, std::string>{{"Other", "theirs"}});

    workspace.remove(".flowsync"); // nothing is known of before, and all is as the specs want it
    workspace.expect_no_changes();
  });
}

TEST_CASE("access and documents that somebody made by hand are exported, and the next plan only adopts")
{
  EmptyProject workspace;
  give(workspace, "/data_sources/6862/accessors", "second@example.com", "operator");
  workspace.api("PUT", "/data_sources/6862/accessors",
                {{"accessors", {{{"type", "TEAM"}, {"id", 601}, {"access_roles", {"admin"}}}}}});
  workspace.api("POST", "/data_sets/10398/docs", {{"docs", {{{"name", "Orders"}, {"text", "One file\nan hour"}}}}});
  const auto ran = workspace.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto text = workspace.read("environments/dev/flows/orders.yaml");
  for (const auto* const part : {"user: second@example.com", "team: data", "role: admin", "name: Orders\n", "docs:"}) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, text);
  }
  workspace.expect_adoption();
}

TEST_CASE("access and documents go with their flow when it is promoted")
{
  Workspace workspace;
  workspace.write("environments/dev/flows/users.md", "# Users\n");
  workspace.write("environments/dev/flows/users.yaml", R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: users}
spec:
  access: [{user: second@example.com, role: operator}]
  docs:
    - {file: users.md}
  source: {name: Users, type: s3, credential: files, config: {path: users}}
  nexsets:
    - {key: raw, detected: {index: 1}}
)");
  workspace.apply_well();
  workspace.expect_no_changes();
  for (const auto& source : workspace.promote_to_prod("users", "Users")) {
    const auto id = std::to_string(source.at("id").get<std::int64_t>());
    CHECK(workspace.api("GET", "/data_sources/" + id + "/accessors").size() == 1);
    const auto set = std::to_string(source.at("data_sets").at(0).at("id").get<std::int64_t>());
    CHECK(workspace.api("GET", "/data_sets/" + set + "/docs").at(0).at("text") == "# Users");
  }
}

TEST_CASE("names that hold the word for a secret are names, and what they stand for is shown and compared")
{
  Workspace workspace;
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    access: [{user: second@example.com, role: operator}]\n");
  workspace.edit(k_order_file, "      name: Web orders, clean\n",
                 "      name: Web orders, clean\n      docs: [{name: How to change a password, text: Ask Ann.}]\n");
  const auto first = workspace.plan();
  CHECK(!says(first, "(sensitive)"));
  workspace.apply_well();
  workspace.expect_no_changes();
  workspace.edit(k_order_file, "text: Ask Ann.", "text: Ask Bob.");
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "Ask Bob."), plan.out);
  CHECK(says(plan, "Ask Ann."));
  CHECK(!says(plan, "(sensitive)"));
  workspace.apply_well();
  workspace.expect_no_changes();
  CHECK(docs(workspace, "Web orders, clean").at("How to change a password") == "Ask Bob.");
  const auto state = workspace.run({"state", "show", "-e", "dev", "web-orders/nexset/clean"});
  CHECK_MESSAGE(state.exit == 0, state.out << state.err);
  CHECK(state.out.find("(sensitive)") == std::string::npos);
}

TEST_CASE("access that this key may not read is told, and stops only what it is given to")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    access: [{user: second@example.com, role: operator}]\n");
  workspace.edit("environments/base/flows/people.yaml", "  source:\n", "  tags: [staff]\n  source:\n");
  int status = 403;
  SUBCASE("it is forbidden") {}
  SUBCASE("the service has no such path")
  {
    status = 404;
  }
  workspace.fault({{"path", "/accessors$"}, {"action", "status"}, {"status", status}, {"times", 0}});
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "web-orders/source: `access` cannot be read"), plan.out << plan.err);
  CHECK(says(plan, std::to_string(status)));
  const auto ran = workspace.apply();
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "/accessors"), ran.out << ran.err);
  CHECK(workspace.only("data_sources", "People").at("tags") == json{"staff"});
  workspace.no_more_faults();
  workspace.apply_well();
  workspace.expect_no_changes();
  CHECK(accessors(workspace, "data_sources", "Web orders").size() == 1);

  // What was read once counts as it was while it cannot be read, and that is told.
  workspace.fault({{"path", "/accessors$"}, {"action", "status"}, {"status", status}, {"times", 0}});
  const auto blind = workspace.plan();
  CHECK_MESSAGE(ends_with_no_changes(blind), blind.out << blind.err);
  CHECK(says(blind, "`access` cannot be read"));
}

TEST_CASE("specs without access and documents cost no request for them")
{
  Workspace workspace;
  workspace.apply_well();
  const auto asked = [&] {
    const auto log = workspace.request_log();
    return std::count_if(log.begin(), log.end(), [](const json& request) {
      const auto path = request.at("path").get<std::string>();
      return path.ends_with("/accessors") || path.ends_with("/docs") || path == "/teams" || path == "/users";
    });
  };
  CHECK(asked() == 0);
  workspace.clear_log();
  workspace.expect_no_changes();
  CHECK(workspace.run({"drift", "-e", "dev"}).exit == 0);
  CHECK(workspace.run({"compare", "dev", "prod", "--live"}).exit <= 2);
  CHECK(asked() == 0);
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    access: [{user: second@example.com, role: operator}]\n");
  workspace.apply_well();
  CHECK(asked() > 0);
}
