#include "both_sides.hpp"
#include "support/git_repository.hpp"

// Nexla projects that have a document of their own.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_project_file = "environments/base/projects/sales.yaml";
const std::string k_people_file = "environments/base/flows/people.yaml";
const std::vector<std::string> k_prune{"apply", "-e", "dev", "--auto-approve", "--prune"};

void write_project(Workspace& workspace, const std::string& spec)
{
  workspace.write(k_project_file,
                  "apiVersion: flowsync/v1\nkind: NexlaProject\nmetadata: {name: sales}\nspec: " + spec + "\n");
}

void join(Workspace& workspace, const std::string& file)
{
  workspace.edit(file, "spec:\n  source:", "spec:\n  nexla_project: {ref: sales}\n  source:");
}

std::int64_t id_of(const json& resource)
{
  return resource.at("id").get<std::int64_t>();
}

// The sources whose flows are in a project.
std::set<std::int64_t> members(Workspace& workspace, std::int64_t project)
{
  std::set<std::int64_t> sources;
  const auto shown = workspace.api("GET", "/projects/" + std::to_string(project));
  for (const auto& flow : shown.at("flows")) {
    sources.insert(flow.at("data_source_id").get<std::int64_t>());
  }
  return sources;
}

void change_members(Workspace& workspace, const std::string& method, std::int64_t project, std::int64_t source)
{
  workspace.api(method, "/projects/" + std::to_string(project) + "/data_flows",
                {{"data_flows", json::array({{{"data_source_id", source}}})}});
}

std::set<std::int64_t> both_sources(Workspace& workspace)
{
  return {id_of(workspace.only("data_sources", "Web orders")), id_of(workspace.only("data_sources", "People"))};
}

// A project that both flows join, applied.
std::int64_t made(Workspace& workspace)
{
  write_project(workspace, "{name: Sales team, description: All sales flows}");
  join(workspace, k_order_file);
  join(workspace, k_people_file);
  workspace.apply_well();
  return id_of(workspace.only("projects", "Sales team"));
}

// Every DELETE said what it is about: without a body it would empty the project (API notes F10).
bool never_empties(Workspace& workspace)
{
  for (const auto& request : workspace.request_log()) {
    if (request.at("method") == "DELETE" && request.at("path").get<std::string>().ends_with("/flows")) {
      return false;
    }
  }
  return true;
}

} // namespace

TEST_CASE("a project is made before the flows that join it, changed in place, repaired and found again")
{
  on_both_sides([](Workspace& workspace) {
    const auto id = made(workspace);
    CHECK(members(workspace, id) == both_sources(workspace));
    CHECK(ends_with_no_changes(workspace.plan()));

    write_project(workspace, "{name: Sales crew, description: The sales flows, tags: [finance]}");
    const auto plan = workspace.plan_json();
    CHECK(plan.at("summary").at("update") == 1);
    CHECK(change_of(plan, "project/sales").at("type") == "project");
    CHECK(change_of(plan, "project/sales").at("fields").size() == 3);
    workspace.apply_well();
    const auto crew = workspace.only("projects", "Sales crew");
    CHECK(id_of(crew) == id);
    CHECK(crew.at("description") == "The sales flows\n\n[flowsync acme-data-k3x9/dev project/sales]");
    CHECK(crew.at("tags") == json::array({"finance"}));
    CHECK(members(workspace, id) == both_sources(workspace));
    CHECK(ends_with_no_changes(workspace.plan()));

    // Somebody renames it, and takes a flow out.
    workspace.edit_live("projects", id, {{"name", "Mine now"}});
    const auto drift = workspace.run({"drift", "-e", "dev"});
    CHECK(drift.exit == 2);
    CHECK(says(drift, "project/sales"));
    change_members(workspace, "DELETE", id, id_of(workspace.only("data_sources", "People")));
    CHECK(members(workspace, id).size() == 1);
    const auto left = workspace.run({"drift", "-e", "dev"});
    CHECK_MESSAGE(says(left, "- /project_id = " + std::to_string(id)), left.out);
    workspace.clear_log();
    workspace.apply_well();
    CHECK(never_empties(workspace));
    CHECK(id_of(workspace.only("projects", "Sales crew")) == id);
    CHECK(members(workspace, id) == both_sources(workspace));

    workspace.remove(".flowsync");
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.apply_well();
    CHECK(workspace.live("projects", "Sales crew").size() == 1);
  });
}

TEST_CASE("either shape of a membership's reply, and lists with or without flows, lead to an empty plan")
{
  for (const auto* const reply : {"flows", "list"}) {
    for (const auto* const lists : {"on", "off"}) {
      CAPTURE(reply);
      CAPTURE(lists);
      Workspace workspace({{"membership_reply", reply}, {"project_flows_in_lists", lists}});
      const auto id = made(workspace);
      CHECK(members(workspace, id) == both_sources(workspace));
      CHECK(ends_with_no_changes(workspace.plan()));
    }
  }
}

TEST_CASE("a project whose document is gone stays until it is pruned, and its flows stay after that")
{
  on_both_sides([](Workspace& workspace) {
    const auto id = made(workspace);
    const auto sources = both_sources(workspace);
    workspace.remove("environments/base/projects");
    const auto dangling = workspace.run({"validate", "-e", "dev"});
    CHECK(dangling.exit == 1);
    CHECK(says(dangling, "there is no resource `project/sales`"));
    for (const auto& file : {k_order_file, k_people_file}) {
      workspace.edit(file, "  nexla_project: {ref: sales}\n", "");
    }
    const auto kept = workspace.plan();
    CHECK(ends_with_no_changes(kept));
    CHECK(says(kept, "project/sales, project \"Sales team\""));
    const auto plan = workspace.run({"plan", "-e", "dev", "--prune"});
    CHECK(says(plan, "deletes project/sales"));
    CHECK(says(plan, "its 2 flows stay: only their membership goes"));

    workspace.clear_log();
    const auto ran = workspace.run(k_prune);
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(never_empties(workspace));
    CHECK(workspace.live("projects", "Sales team").empty());
    CHECK(both_sources(workspace) == sources);
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(id != 0);
  });
}

TEST_CASE("flows move to another project before the one that they leave is deleted")
{
  Workspace workspace;
  const auto old = made(workspace);
  workspace.remove(k_project_file);
  workspace.write("environments/base/projects/crm.yaml",
                  "apiVersion: flowsync/v1\nkind: NexlaProject\nmetadata: {name: crm}\nspec: {}\n");
  for (const auto& file : {k_order_file, k_people_file}) {
    workspace.edit(file, "{ref: sales}", "{ref: crm}");
  }
  workspace.clear_log();
  const auto ran = workspace.run(k_prune);
  REQUIRE_MESSAGE(ran.exit == 0, ran.out << ran.err);
  std::vector<std::string> order;
  for (const auto& request : workspace.request_log()) {
    const auto method = request.at("method").get<std::string>();
    const auto path = request.at("path").get<std::string>();
    if (method != "GET" && path.find("/projects") != std::string::npos) {
      order.push_back(method);
    }
  }
  CHECK(order == std::vector<std::string>{"POST", "PUT", "PUT", "DELETE"});
  CHECK(members(workspace, id_of(workspace.only("projects", "crm"))) == both_sources(workspace));
  CHECK(workspace.live("projects", "Sales team").empty());
  CHECK(old != 0);
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("an existing project of the same name is not doubled: it is adopted when somebody says so")
{
  Workspace workspace;
  const auto existing = id_of(workspace.only("projects", "Sales"));
  write_project(workspace, "{name: Sales, description: Ours}");
  join(workspace, k_people_file);
  const auto refused = workspace.plan();
  CHECK(says(refused, "looks-existing"));
  CHECK(workspace.run({"adopt", "-e", "dev", "project/sales", "--id", std::to_string(existing)}).exit == 0);
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  const auto sales = workspace.only("projects", "Sales");
  CHECK(id_of(sales) == existing);
  CHECK(sales.at("description") == "Ours\n\n[flowsync acme-data-k3x9/dev project/sales]");
  CHECK(members(workspace, existing).contains(id_of(workspace.only("data_sources", "People"))));
}

TEST_CASE("access to a project is given, told as a danger, and taken back")
{
  Workspace workspace;
  const auto roles = [&workspace](std::int64_t id) {
    std::map<std::string, json> found;
    for (const auto& row : workspace.api("GET", "/projects/" + std::to_string(id) + "/accessors")) {
      found[row.value("name", row.at("type").get<std::string>())] = row.at("access_roles");
    }
    return found;
  };
  const auto id = made(workspace);
  const auto before = roles(id);
  write_project(workspace, "{name: Sales team, description: All sales flows, access: [{team: data, role: operator}]}");
  CHECK(says(workspace.plan(), "gives access"));
  workspace.apply_well();
  CHECK(roles(id).at("data") == json::array({"operator"}));
  CHECK(ends_with_no_changes(workspace.plan()));
  write_project(workspace, "{name: Sales team, description: All sales flows}");
  workspace.apply_well();
  CHECK(roles(id) == before);
}

TEST_CASE("an export names the project, or brings its document when it is asked for")
{
  Workspace workspace;
  const auto id = id_of(workspace.only("projects", "Sales"));
  workspace.edit_live("projects", id, {{"description", "Everything of sales"}, {"client_url", "https://acme.example"}});
  const auto source = workspace.only("data_sources", "Orders");
  change_members(workspace, "PUT", id, id_of(source));
  const std::vector<std::string> words{"export", "-e", "dev", "--source", std::to_string(id_of(source)), "--all"};
  const std::string flow = "environments/dev/flows/orders.yaml";

  CHECK(workspace.run(words).exit == 0);
  CHECK(workspace.read(flow).find("nexla_project: Sales\n") != std::string::npos);
  workspace.remove(flow);

  auto more = words;
  more.emplace_back("--projects");
  const auto ran = workspace.run(more);
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.read(flow).find("nexla_project:\n    ref: sales\n") != std::string::npos);
  const auto text = workspace.read("environments/dev/projects/sales.yaml");
  CHECK(text.find("kind: NexlaProject\n") != std::string::npos);
  CHECK(text.find("description: Everything of sales\n") != std::string::npos);
  CHECK(text.find("client_url: https://acme.example\n") != std::string::npos);
  workspace.remove(k_order_file);
  workspace.remove(k_people_file);
  workspace.expect_adoption();
}

TEST_CASE("a project comes along when a flow that joins it is promoted")
{
  Workspace workspace;
  workspace.write("environments/dev/projects/crm.yaml",
                  "apiVersion: flowsync/v1\nkind: NexlaProject\nmetadata: {name: crm}\nspec: {description: CRM}\n");
  const auto people = workspace.read(k_people_file);
  workspace.remove(k_people_file);
  workspace.write("environments/dev/flows/people.yaml", people);
  workspace.edit("environments/dev/flows/people.yaml",
                 "spec:\n  source:", "spec:\n  nexla_project: {ref: crm}\n  source:");
  workspace.apply_well();
  const auto promoted = workspace.run({"promote", "people", "--from", "dev", "--to", "prod"});
  REQUIRE_MESSAGE(promoted.exit == 0, promoted.out << promoted.err);
  CHECK(workspace.read("environments/base/projects/crm.yaml").find("description: CRM") != std::string::npos);
  CHECK(ends_with_no_changes(workspace.plan()));
  CHECK(workspace.run({"validate"}).exit == 0);
  CHECK(says(workspace.run({"render", "-e", "prod"}), "kind: NexlaProject"));
}

TEST_CASE("the trash brings a project back with its access, and flows into the project that they were in")
{
  Workspace workspace;
  made(workspace);
  write_project(workspace, "{name: Sales team, tags: [finance], access: [{team: data, role: operator}]}");
  workspace.edit(k_people_file, "{ref: sales}", "Sales");
  workspace.apply_well();
  const auto gone = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
  REQUIRE_MESSAGE(gone.exit == 0, gone.out << gone.err);
  CHECK(workspace.live("projects", "Sales team").empty());

  workspace.remove("environments/base");
  workspace.remove("environments/prod");
  const auto trash = workspace.root() / ".flowsync/state/dev/trash";
  const auto kept = std::filesystem::directory_iterator(trash)->path();
  for (const auto& [from, to] : std::map<std::string, std::string>{{"project/sales.yaml", "projects/sales.yaml"},
                                                                   {"people.yaml", "flows/people.yaml"},
                                                                   {"web-orders.yaml", "flows/web-orders.yaml"}}) {
    workspace.write("environments/dev/" + to,
                    workspace.read(std::filesystem::relative(kept / from, workspace.root()).string()));
  }
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  const auto project = workspace.only("projects", "Sales team");
  CHECK(project.at("tags") == json::array({"finance"}));
  CHECK(members(workspace, id_of(project)) == std::set{id_of(workspace.only("data_sources", "Web orders"))});
  CHECK(members(workspace, id_of(workspace.only("projects", "Sales")))
            .contains(id_of(workspace.only("data_sources", "People"))));
  json roles;
  for (const auto& row : workspace.api("GET", "/projects/" + std::to_string(id_of(project)) + "/accessors")) {
    roles[row.value("name", row.at("type").get<std::string>())] = row.at("access_roles");
  }
  CHECK(roles.at("data") == json::array({"operator"}));
}

TEST_CASE("of two projects of one name a flow joins the one with the id")
{
  Workspace workspace;
  const auto other = id_of(workspace.api("POST", "/projects", {{"name", "Sales"}}));
  workspace.edit(k_people_file, "spec:\n  source:", "spec:\n  nexla_project: Sales\n  source:");
  const auto unclear = workspace.plan();
  CHECK(unclear.exit == 3); // the rest could go on
  CHECK_MESSAGE(says(unclear, "2 Nexla projects are called \"Sales\""), unclear.err);
  CHECK(says(unclear, "name the one that is meant by `nexla_project: {id: N}`"));
  workspace.edit(k_people_file, "nexla_project: Sales", "nexla_project: {id: " + std::to_string(other) + "}");
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  CHECK(members(workspace, other) == std::set{id_of(workspace.only("data_sources", "People"))});
  workspace.edit(k_people_file, std::to_string(other), "999999");
  const auto unknown = workspace.plan();
  CHECK(says(unknown, "no Nexla project with the id 999999 is visible to this user"));
  CHECK(says(unknown, k_people_file + ":"));
}

TEST_CASE("an export gives a flow that has a document the project and triggers that no document says")
{
  Workspace workspace;
  workspace.apply_well();
  const auto source = id_of(workspace.only("data_sources", "Web orders"));
  const auto sink = id_of(workspace.only("data_sinks", "People one"));
  const auto base = workspace.read(k_order_file);
  const std::vector<std::string> words{"export", "-e", "dev", "--source", std::to_string(source), "--all"};
  CHECK(says(workspace.run(words), "nothing was written"));

  const auto sales = id_of(workspace.only("projects", "Sales"));
  change_members(workspace, "PUT", sales, source);
  workspace.api("POST", "/flow_triggers",
                {{"triggering_resource_type", "data_sink"},
                 {"triggering_resource_id", sink},
                 {"triggering_event_type", "WRITE_DONE"},
                 {"triggered_resource_type", "data_source"},
                 {"triggered_resource_id", source}});
  const auto ran = workspace.run(words);
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK(workspace.read(k_order_file) == base);
  const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(overlay.find("  nexla_project: Sales\n") != std::string::npos, overlay);
  CHECK_MESSAGE(overlay.find("  triggers:\n    - after: people/sink/one\n") != std::string::npos, overlay);
  CHECK(overlay.find("source:") == std::string::npos);
  CHECK(says(workspace.run(words), "nothing was written"));
  CHECK(ends_with_no_changes(workspace.plan()));
  CHECK(workspace.run({"validate"}).exit == 0);

  // What a document says already stays as it is said.
  change_members(workspace, "PUT", id_of(workspace.api("POST", "/projects", {{"name", "Other"}})), source);
  CHECK(says(workspace.run(words), "nothing was written"));
}
