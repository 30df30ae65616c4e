#include "scenarios/both_sides.hpp"

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
