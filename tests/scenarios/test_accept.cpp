#include "scenarios/both_sides.hpp"
#include "torture/shared_project.hpp"

#include <filesystem>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

void second_user_edits(Workspace& workspace, const std::string& type, const std::string& name, const json& fields)
{
  const auto id = workspace.only(type, name).at("id").get<std::int64_t>();
  workspace.api("PATCH", "/_sim/resources/" + type + "/" + std::to_string(id) + "?by=43", fields);
}

} // namespace

TEST_CASE("who changed a resource in the UI is named by drift, plan and history, where the key may read it")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    second_user_edits(workspace, "data_sinks", "WEB_ORDERS", {{"sink_config", {{"table", "OTHER"}}}});
    auto ran = workspace.run({"drift", "-e", "dev"});
    CHECK(ran.exit == 2);
    CHECK_MESSAGE(says(ran, "changed by Second User <second@example.com> on "), ran.out);
    CHECK_MESSAGE(says(ran, "`flowsync accept -e dev ADDRESS` takes it into the specs"), ran.out);
    CHECK_MESSAGE(says(workspace.plan(), "undoes what was changed in Nexla by Second User <second@example.com>"),
                  ran.out);
    const auto plan = workspace.plan_json();
    CHECK(change_of(plan, "web-orders/sink/warehouse").at("changed_by").at("who") ==
          "Second User <second@example.com>");
    workspace.set({{"audit_log", "refused"}});
    ran = workspace.run({"drift", "-e", "dev"});
    CHECK(ran.exit == 2);
    CHECK_FALSE(says(ran, "Second User"));
    workspace.set({{"audit_log", "on"}});
    workspace.apply_well();
    const auto history = json::parse(workspace.run({"history", "-e", "dev", "--format", "json"}).out);
    const auto serial = history.at("applies").at(0).at("serial").get<std::uint64_t>();
    ran = workspace.run({"history", "-e", "dev", std::to_string(serial)});
    CHECK_MESSAGE(says(ran, "undoes what was changed in Nexla by Second User"), ran.out);
  });
}

TEST_CASE("what was changed in the UI is taken into the environment's own layer, and no other environment changes")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto base = workspace.read(k_order_file);
    const auto prod = workspace.run({"render", "-e", "prod"}).out;
    second_user_edits(workspace, "data_sinks", "WEB_ORDERS",
                      {{"sink_config", {{"table", "OTHER"}, {"insert.mode", "INSERT"}}}, {"status", "PAUSED"}});
    second_user_edits(workspace, "data_sources", "Web orders", {{"source_config", {{"start.cron", "0 30 * * * ? *"}}}});
    for (const auto* const address : {"web-orders/sink/warehouse", "web-orders/source"}) {
      const auto ran = workspace.run({"accept", "-e", "dev", address});
      CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
      CHECK_MESSAGE(says(ran, "as changed by Second User"), ran.out);
    }
    const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
    CHECK_MESSAGE(overlay.find("table: OTHER") != std::string::npos, overlay);
    CHECK_MESSAGE(overlay.find("state: paused") != std::string::npos, overlay);
    CHECK_MESSAGE(overlay.find("start.cron:") != std::string::npos, overlay);
    CHECK(workspace.read(k_order_file) == base);
    CHECK(workspace.run({"render", "-e", "prod"}).out == prod);
    const auto plan = workspace.plan();
    CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);
  });
}

TEST_CASE("an overlay keeps its comments when a change is taken into it, and a deleted key becomes a tombstone")
{
  Workspace workspace;
  workspace.write("environments/dev/flows/mine.yaml",
                  "# ours\napiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\nspec:\n  sinks:\n"
                  "    - key: archive # cold\n      config:\n        path: dev/orders # theirs\n");
  workspace.apply_well();
  second_user_edits(workspace, "data_sinks", "Web orders, archive",
                    {{"sink_config", {{"path", "dev/moved"}, {"max.file.size.mb", nullptr}}}});
  const auto ran = workspace.run({"accept", "-e", "dev", "web-orders/sink/archive"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto text = workspace.read("environments/dev/flows/mine.yaml");
  CHECK_MESSAGE(text.find("# ours\n") == 0, text);
  CHECK_MESSAGE(text.find("path: dev/moved # theirs") != std::string::npos, text);
  CHECK_MESSAGE(text.find("max.file.size.mb: null") != std::string::npos, text);
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("accept says what there is nothing to take of, and what it will not take")
{
  Workspace workspace;
  workspace.apply_well();
  auto ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK(ran.exit == 0);
  CHECK_MESSAGE(says(ran, "Nothing of web-orders/source was changed in Nexla"), ran.out);
  CHECK(workspace.run({"accept", "-e", "dev", "web-orders/sink/none"}).exit == 1);
  second_user_edits(workspace, "data_sinks", "WEB_ORDERS", {{"data_credentials_id", 6028}});
  ran = workspace.run({"accept", "-e", "dev", "web-orders/sink/warehouse"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err); // archive stands for it
  CHECK(workspace.read("environments/dev/flows/web-orders.yaml").find("credential: archive") != std::string::npos);
}

TEST_CASE("access that was given, changed or taken away in the UI is taken into the resource's own words")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_order_file, "    type: s3\n",
                   "    type: s3\n    access: [{user: second@example.com, role: operator}, {team: data, role: "
                   "collaborator}]\n");
    workspace.apply_well();
    const auto id = std::to_string(workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>());
    const auto place = "/data_sources/" + id + "/accessors";
    workspace.api("PUT", place,
                  {{"accessors", {{{"type", "USER"}, {"email", "second@example.com"}, {"access_roles", {"admin"}}}}}});
    workspace.api("DELETE", place, {{"accessors", {{{"type", "TEAM"}, {"id", 601}}}}});
    const auto ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
    CHECK_MESSAGE(overlay.find("user: second@example.com") != std::string::npos, overlay);
    CHECK_MESSAGE(overlay.find("role: admin") != std::string::npos, overlay);
    CHECK_MESSAGE(overlay.find("team: data") == std::string::npos, overlay);
    const auto plan = workspace.plan();
    CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);
  });
}

TEST_CASE("what a flow gives all its resources is not taken away from one, and a secret is named, not written")
{
  Workspace workspace;
  workspace.edit(k_order_file, "  source:\n",
                 "  access: [{user: second@example.com, role: operator}]\n"
                 "  notifications: [{event: ERROR, channel: email}]\n  source:\n");
  workspace.apply_well();
  const auto id = std::to_string(workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>());
  workspace.api("DELETE", "/data_sources/" + id + "/accessors",
                {{"accessors", {{{"type", "USER"}, {"email", "second@example.com"}}}}});
  auto ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK(ran.exit == 1);
  CHECK_MESSAGE(says(ran, "cannot be said by a change in the layer dev; nothing was written"), ran.out << ran.err);
  workspace.apply_well();
  const auto setting = workspace.api("GET", "/notification_settings/data_sources/" + id).at(0).at("id").dump();
  workspace.api("PUT", "/notification_settings/" + setting, {{"status", "PAUSED"}});
  ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK(ran.exit == 1);
  CHECK_MESSAGE(says(ran, "the specs have no word for what is paused"), ran.out << ran.err);

  // It keeps nothing else from being taken over.
  workspace.api("DELETE", "/notification_settings/" + setting);
  workspace.api("PUT", "/data_sources/" + id, {{"name", "Orders of the shop"}});
  ran = workspace.run({"accept", "-e", "dev", "web-orders/source"});
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "not taken over: /notifications: it cannot be said by a change in the layer dev"), ran.out);
  const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(overlay.ends_with("spec:\n  source:\n    name: Orders of the shop\n"), overlay);
}

TEST_CASE("of documents in Nexla those that the specs wrote are taken over, and others stay with their writers")
{
  Workspace workspace;
  workspace.edit(k_order_file, "    - key: clean\n", "    - key: clean\n      docs: [{name: How, text: By hand.}]\n");
  workspace.apply_well();
  const auto id = std::to_string(workspace.only("data_sets", "Web orders, clean").at("id").get<std::int64_t>());
  workspace.api("POST", "/data_sets/" + id + "/docs",
                {{"docs",
                  {{{"name", "How"}, {"text", "By a script."}, {"doc_type", "md"}},
                   {{"name", "Theirs"}, {"text", "Notes"}, {"doc_type", "md"}}}}});
  const auto ran = workspace.run({"accept", "-e", "dev", "web-orders/nexset/clean"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto overlay = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(overlay.ends_with("    - key: clean\n      docs:\n        - name: How\n          text: By a script.\n"),
                overlay);
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("rows of a lookup and code are taken into files of the environment's own layer, which are kept current")
{
  on_both_sides([](Workspace& workspace) {
    for (const auto& [path, text] : flowsync::torture::shared_files()) {
      workspace.write(path, text);
    }
    workspace.apply_well();
    const auto prod = workspace.run({"render", "-e", "prod"}).out;
    const auto lookup = std::to_string(workspace.only("data_maps", "Regions").at("id").get<std::int64_t>());
    const auto add_row = [&](const char* code, const char* name) {
      workspace.api("PUT", "/data_maps/" + lookup + "/entries",
                    {{"entries", {{{"code", code}, {"name", name}, {"active", "true"}}}}});
    };
    add_row("it", "Italy");
    auto ran = workspace.run({"accept", "-e", "dev", "lookup/regions"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    const std::string rows = "environments/dev/lookups/regions.csv";
    CHECK_MESSAGE(workspace.read(rows).find("Italy") != std::string::npos, workspace.read(rows));
    CHECK(ends_with_no_changes(workspace.plan()));
    add_row("pt", "Portugal");
    ran = workspace.run({"accept", "-e", "dev", "lookup/regions"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK_MESSAGE(workspace.read(rows).find("Portugal") != std::string::npos, workspace.read(rows));
    CHECK_FALSE(std::filesystem::exists(workspace.root() / "environments/dev/lookups/regions-2.csv"));

    auto transform = workspace.only("transforms", "Clean");
    json body;
    for (const auto* const field : {"name", "output_type", "code_type", "code_encoding", "reusable", "code"}) {
      body[field] = transform.at(field);
    }
    body["code"].at(0).at("spec")["script"] = "ZGVmIGYoYSwgYiwgYyk6IHJldHVybiBjCg=="; // def f(a, b, c): return c
    workspace.api("PUT", "/transforms/" + transform.at("id").dump(), body);
    ran = workspace.run({"accept", "-e", "dev", "transform/clean"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(workspace.read("environments/dev/transforms/clean.py").find("return c") != std::string::npos);
    const auto plan = workspace.plan();
    CHECK_MESSAGE(ends_with_no_changes(plan), plan.out << plan.err);
    CHECK(workspace.run({"render", "-e", "prod"}).out == prod);
  });
}
