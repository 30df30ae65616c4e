#include "both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

Ran drift(Workspace& workspace, const std::vector<std::string>& more = {})
{
  std::vector<std::string> words{"drift", "-e", "dev"};
  words.insert(words.end(), more.begin(), more.end());
  return workspace.run(words);
}

std::int64_t id_of(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.only(type, name).at("id");
}

// Drift is told, plan shows it, apply repairs it, and then there is none.
void told_and_repaired(Workspace& workspace, const std::string& what)
{
  const auto ran = drift(workspace);
  CHECK_MESSAGE(ran.exit == 2, ran.out);
  CHECK_MESSAGE(says(ran, what), ran.out);
  CHECK(drift(workspace).exit == 2); // looking does not make it go away
  workspace.apply_well();
  CHECK(drift(workspace).exit == 0);
  CHECK(ends_with_no_changes(workspace.plan()));
}

} // namespace

TEST_CASE("without changes there is no drift")
{
  on_both_sides([](Workspace& workspace) {
    const auto unknown = drift(workspace);
    CHECK(unknown.exit == 3);
    CHECK(says(unknown, "Cannot tell"));
    workspace.apply_well();
    const auto ran = drift(workspace);
    CHECK(ran.exit == 0);
    CHECK(says(ran, "No drift."));
    CHECK(drift(workspace, {"--strict"}).exit == 0);
  });
}

TEST_CASE("without a record nothing is known of drift, and the plan's headline says what it cannot know")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove(".flowsync/state");
  const auto ran = drift(workspace);
  CHECK_MESSAGE(ran.exit == 3, ran.out << ran.err);
  CHECK(says(ran, "Cannot tell"));
  CHECK_FALSE(says(ran, "No drift."));
  const auto document = json::parse(drift(workspace, {"--format", "json"}).out);
  CHECK(document.at("complete") == false);
  CHECK(document.at("without_history").get<int>() > 0);
  for (const auto* const format : {"text", "markdown", "html"}) {
    CHECK(says(workspace.run({"plan", "-e", "dev", "--format", format}), "Without history for "));
  }
  workspace.apply_well();
  CHECK(drift(workspace).exit == 0);
  for (const auto* const format : {"text", "markdown", "html"}) {
    CHECK_FALSE(says(workspace.run({"plan", "-e", "dev", "--format", format}), "Without history"));
  }
}

TEST_CASE("what others set is told from the last apply, however often it is looked at, until it is accepted")
{
  for (const bool by_apply : {false, true}) {
    Workspace workspace;
    workspace.apply_well();
    CHECK(drift(workspace, {"--strict"}).exit == 0);
    const auto id = id_of(workspace, "data_sinks", "WEB_ORDERS");
    workspace.edit_live("data_sinks", id, {{"sink_config", {{"by.somebody", "set"}}}});
    for (int nth = 0; nth < 3; ++nth) {
      const auto ran = drift(workspace, {"--strict"});
      CHECK_MESSAGE(ran.exit == 2, ran.out << ran.err);
      CHECK(says(ran, "by.somebody"));
      CHECK(drift(workspace).exit == 0);
      CHECK(ends_with_no_changes(workspace.plan()));
    }
    if (by_apply) {
      workspace.apply_well();
    } else {
      CHECK(drift(workspace, {"--accept"}).exit == 0);
    }
    const auto ran = drift(workspace, {"--strict"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("sink_config").at("by.somebody") == "set");
  }
}

TEST_CASE("an edited sink is drift of that field, and apply repairs only that")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto id = id_of(workspace, "data_sinks", "WEB_ORDERS");
    workspace.edit_live("data_sinks", id, {{"sink_config", {{"table", "OTHER"}}}});
    const auto plan = json::parse(drift(workspace, {"--format", "json"}).out);
    REQUIRE(plan.at("resource_drift").size() == 1);
    CHECK(plan.at("resource_drift")[0].at("address") == "web-orders/sink/warehouse");
    CHECK(plan.at("resource_drift")[0].at("fields").size() == 1);
    CHECK(plan.at("resource_drift")[0].at("fields")[0].at("path") == "/sink_config/table");
    workspace.clear_log();
    told_and_repaired(workspace, "/sink_config/table");
    for (const auto& request : workspace.request_log()) {
      const auto path = request.at("path").get<std::string>();
      const bool this_sink = path.find("/data_sinks/" + std::to_string(id)) != std::string::npos;
      CHECK_MESSAGE((request.at("method") == "GET" || path == "/token" || this_sink), path);
    }
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("sink_config").at("table") == "WEB_ORDERS");
  });
}

TEST_CASE("statuses, credentials, marks, deletions and re-creations are drift")
{
  Workspace workspace;
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
  const auto id = sink.at("id").get<std::int64_t>();
  const auto path = "/data_sinks/" + std::to_string(id);
  SUBCASE("paused")
  {
    workspace.api("PUT", path + "/pause");
    told_and_repaired(workspace, "/status");
    CHECK(workspace.api("GET", path).at("status") == "ACTIVE");
  }
  SUBCASE("archived")
  {
    workspace.api("POST",
                  "/_sim/archive/data_sources/" + std::to_string(id_of(workspace, "data_sources", "Web orders")));
    told_and_repaired(workspace, "/status");
    CHECK(workspace.api("GET", path).at("status") == "ACTIVE");
  }
  SUBCASE("another credential")
  {
    workspace.edit_live("data_sinks", id, {{"data_credentials_id", 6027}});
    told_and_repaired(workspace, "/data_credentials_id");
  }
  SUBCASE("another description, mark and all")
  {
    workspace.edit_live("data_sinks", id, {{"description", "see the wiki"}});
    told_and_repaired(workspace, "mark");
    CHECK(says(Ran{0, workspace.api("GET", path).at("description"), ""}, "[flowsync acme-data-k3x9/dev"));
  }
  SUBCASE("deleted")
  {
    workspace.api("PUT", path + "/pause");
    workspace.api("DELETE", path);
    told_and_repaired(workspace, "was deleted");
    CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
  }
  SUBCASE("made anew with the mark")
  {
    workspace.api("PUT", path + "/pause");
    workspace.api("DELETE", path);
    workspace.api("POST", "/data_sinks",
                  {{"name", "WEB_ORDERS"},
                   {"description", sink.at("description")},
                   {"sink_type", "snowflake"},
                   {"data_set_id", sink.at("data_set_id")},
                   {"data_credentials_id", sink.at("data_credentials").at("id")},
                   {"sink_config", sink.at("sink_config")}});
    told_and_repaired(workspace, "stands in for");
    CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
  }
}

TEST_CASE("what only Nexla sets is told, and counts with --strict alone")
{
  Workspace workspace;
  workspace.apply_well();
  SUBCASE("a key that appears")
  {
    const auto id = id_of(workspace, "data_sinks", "WEB_ORDERS");
    workspace.edit_live("data_sinks", id, {{"sink_config", {{"added.in.ui", true}}}});
    const auto strict = drift(workspace, {"--strict"});
    CHECK(strict.exit == 2);
    CHECK(says(strict, "Drift: 1 resource changed in what only Nexla sets, which --strict counts."));
    CHECK(!says(strict, "No drift"));
  }
  SUBCASE("another detected set")
  {
    workspace.data_arrives(id_of(workspace, "data_sources", "Web orders"));
    const auto ran = drift(workspace);
    CHECK(says(ran, "another set"));
    CHECK(ran.exit == 0);
  }
  CHECK(drift(workspace).exit == 0);
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("ignored fields are Nexla's once the resource exists")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_dev_file, "  variables:",
                   "  safety: {ignore: [{type: data_sink, path: /sink_config/table}, {path: /description}, {type: "
                   "data_source, path: /status}]}\n  variables:");
    workspace.apply_well();
    const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
    const auto source = workspace.only("data_sources", "Web orders");
    CHECK(sink.at("sink_config").at("table") == "WEB_ORDERS");
    CHECK(source.at("status") == "ACTIVE");
    workspace.edit_live("data_sinks", sink.at("id"), {{"sink_config", {{"table", "OTHER"}}}});
    workspace.api("PUT", "/data_sources/" + std::to_string(source.at("id").get<std::int64_t>()) + "/pause");
    workspace.api("PUT", "/data_sinks/" + std::to_string(sink.at("id").get<std::int64_t>()) + "/activate");
    const auto ran = drift(workspace);
    CHECK(!says(ran, "/sink_config/table"));
    CHECK(!says(ran, "web-orders/source"));
    workspace.edit(k_order_file, "insert.mode: UPSERT", "insert.mode: INSERT");
    workspace.apply_well();
    const auto after = workspace.only("data_sinks", "WEB_ORDERS").at("sink_config");
    CHECK(after.at("table") == "OTHER");
    CHECK(after.at("insert.mode") == "INSERT");
    CHECK(workspace.only("data_sources", "Web orders").at("status") == "PAUSED");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}
