#include "both_sides.hpp"

#include <doctest/doctest.h>

#include <functional>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

} // namespace

TEST_CASE("two flows of two sinks each are applied, the plan is empty, applying again writes nothing")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "ACTIVE");
    CHECK(workspace.only("data_sets", "Web orders, clean").at("status") == "ACTIVE");
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.clear_log();
    workspace.apply_well();
    for (const auto& request : workspace.request_log()) {
      const bool reads = request.at("method") == "GET" || request.at("path") == "/token";
      CHECK_MESSAGE(reads, request.at("path"));
    }
  });
}

TEST_CASE("an overlay value changes: the plan shows exactly that leaf with its place, apply writes it")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    workspace.write("environments/dev/flows/orders.yaml",
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\nspec:\n  source:\n    "
                    "config:\n      path: elsewhere/orders\n");
    const auto plan = workspace.plan_json();
    CHECK(plan.at("summary").at("update") == 1);
    CHECK(plan.at("summary").at("create") == 0);
    const auto change = change_of(plan, "web-orders/source");
    REQUIRE(change.at("fields").size() == 1);
    const auto& field = change.at("fields")[0];
    CHECK(field.at("path") == "/source_config/path");
    CHECK(field.at("before") == "acme-dev/orders");
    CHECK(field.at("after") == "elsewhere/orders");
    CHECK(field.at("cause") == "spec");
    CHECK(field.at("origin") ==
          json{{"file", "environments/dev/flows/orders.yaml"}, {"line", 7}, {"column", 13}, {"layer", "dev"}});
    CHECK(field.at("overrides").at(0).at("file") == k_order_file);
    CHECK(change.at("restarts") == true);
    CHECK(change.at("re_ingests") == true);
    workspace.apply_well();
    CHECK(workspace.only("data_sources", "Web orders").at("source_config").at("path") == "elsewhere/orders");
    CHECK(workspace.only("data_sources", "Web orders").at("status") == "ACTIVE");
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "ACTIVE");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("a table key set to null disappears from the sink while the service's own keys stay")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto before = workspace.only("data_sinks", "WEB_ORDERS").at("sink_config");
    REQUIRE(before.contains("primary.key"));
    REQUIRE(before.size() > 4); // the service wrote keys of its own
    workspace.write(
        "environments/dev/flows/orders.yaml",
        "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\nspec:\n  sinks:\n    - key: warehouse\n"
        "      config: {primary.key: null, insert.mode: INSERT}\n");
    workspace.apply_well();
    const auto after = workspace.only("data_sinks", "WEB_ORDERS").at("sink_config");
    CHECK(!after.contains("primary.key"));
    CHECK(after.at("insert.mode") == "INSERT");
    for (const auto& item : before.items()) {
      CHECK_MESSAGE((after.contains(item.key()) || item.key() == "primary.key"), item.key());
    }
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("credentials given by name resolve, and two of one name are listed with their ids")
{
  Workspace workspace;
  workspace.apply_well();
  CHECK(workspace.only("data_sinks", "Web orders, archive").at("data_credentials").at("id") == 6028);
  workspace.edit("environments/dev/environment.yaml", "{name: Snowflake Sales}", "{name: Warehouse}");
  const auto ran = workspace.plan();
  CHECK(ran.exit != 0);
  CHECK(ran.err.find("6029") != std::string::npos);
  CHECK(ran.err.find("6030") != std::string::npos);
  CHECK(ran.err.find("environments/dev/environment.yaml:") != std::string::npos);
}

TEST_CASE("a paused flow and a webhook source end as waiting with exit 0")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit("environments/base/flows/people.yaml", "spec:\n", "spec:\n  state: paused\n");
    workspace.write("environments/base/flows/hook.yaml",
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: hook}\nspec:\n  source: {name: Hook, type: "
                    "nexla_rest, config: {}}\n"
                    "  nexsets: [{key: in, detected: {}}]\n"
                    "  sinks: [{key: out, from: in, name: Hook out, type: gcs, credential: archive, config: {path: "
                    "hook, data_format: json}}]\n");
    workspace.apply_well();
    CHECK(workspace.only("data_sources", "People").at("status") != "ACTIVE");
    CHECK(workspace.live("data_sinks", "Hook out").empty());
    const auto plan = workspace.plan_json();
    CHECK(plan.at("waiting").size() == 5);
    CHECK(plan.at("summary").at("waiting") == 5);
    CHECK(plan.at("summary").at("create") == 0);
    CHECK(ends_with_no_changes(workspace.plan()));

    workspace.data_arrives(workspace.only("data_sources", "Hook").at("id").get<std::int64_t>());
    CHECK(workspace.plan_json().at("summary").at("create") == 1);
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "Hook out").at("status") == "ACTIVE");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("a flow copied in the service is reported and left alone")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto source = workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>();
    const auto copy =
        workspace.api("POST", "/data_sources/" + std::to_string(source) + "/copy", {{"reuse_data_credentials", true}});
    const auto copy_id = copy.at("id").get<std::int64_t>();
    for (const bool with_state : {true, false}) {
      if (!with_state) {
        workspace.remove(".flowsync");
      }
      const auto ran = workspace.plan();
      CHECK(ends_with_no_changes(ran));
      CHECK_MESSAGE((ran.out + ran.err).find(std::to_string(copy_id)) != std::string::npos, ran.err);
      workspace.apply_well();
      CHECK(workspace.api("GET", "/data_sources/" + std::to_string(copy_id)).at("status") == "INIT");
    }
  });
}

TEST_CASE("a mark stripped by hand comes back without a duplicate")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto sink = workspace.only("data_sinks", "WEB_ORDERS").at("id").get<std::int64_t>();
    workspace.edit_live("data_sinks", sink, {{"description", "by hand"}});
    CHECK(change_of(workspace.plan_json(), "web-orders/sink/warehouse").at("action_reason") == "mark_missing");
    workspace.apply_well();
    const auto now = workspace.only("data_sinks", "WEB_ORDERS");
    CHECK(now.at("id") == sink);
    CHECK(now.at("description").get<std::string>().find("[flowsync acme-data-k3x9/dev web-orders/sink/warehouse]") !=
          std::string::npos);
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("with the state deleted the plan is empty and nothing is created again")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    workspace.remove(".flowsync");
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.apply_well();
    CHECK(workspace.live("data_sources", "Web orders").size() == 1);
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("a first apply to prod works under its safety block")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well("prod");
    CHECK(ends_with_no_changes(workspace.plan("prod")));
    workspace.edit(k_order_file, "type: s3", "allow_duplicate_name: false\n    type: s3");
    CHECK(ends_with_no_changes(workspace.plan("prod")));
  });
}

TEST_CASE("a change in the service is drift, shown and repaired")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    auto sink = workspace.only("data_sinks", "WEB_ORDERS");
    auto config = sink.at("sink_config");
    config["table"] = "BY_HAND";
    workspace.edit_live("data_sinks", sink.at("id").get<std::int64_t>(), {{"sink_config", config}});
    const auto change = change_of(workspace.plan_json(), "web-orders/sink/warehouse");
    CHECK(change.at("action_reason") == "drifted");
    CHECK(change.at("fields")[0].at("path") == "/sink_config/table");
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("sink_config").at("table") == "WEB_ORDERS");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("a detection that does not come in time leaves the rest pending with exit 4, the next run goes on")
{
  const SwitchValues never{{"detection", "never"}};
  Workspace workspace(never);
  workspace.edit("environments/dev/environment.yaml", "  credentials:\n",
                 "  limits: {detect_timeout: 1s}\n  credentials:\n");
  const auto ran = workspace.apply();
  CHECK_MESSAGE(ran.exit == 4, ran.err);
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").empty());
  workspace.set({{"detection", "on"}});
  workspace.apply_well();
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
  CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "ACTIVE");
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("a file of the classic CLI is imported, applied, and then there are no changes")
{
  on_both_sides([](Workspace& workspace) {
    workspace.write("export.json", R"({
  "source": {"name": "Partner feed", "description": null, "data_credentials": "<data_credentials_id: Orders S3>", "source_type": "s3",
    "ingest_method": "POLL", "source_config": {"start.cron": "0 30 16 1/1 * ? *", "path": "partner"}, "tags": []},
  "detected_dataset": {"detected_dataset_1": {"name": "1 - Partner feed", "description": "DataSet #1 detected from Partner feed",
    "data_source_id": "<data_source_id>", "parent_data_set_id": null, "tags": [], "sharers": {},
    "source_schema": {"type": "object", "properties": {"a": {"type": "string"}}, "$schema": "http://json-schema.org/draft-04/schema#", "$schema-id": 99}}},
  "dataset": {},
  "sink": {"sink_1": {"name": "PARTNER", "sink_type": "snowflake", "data_set_id": "detected_dataset_1", "tags": [],
    "sink_config": {"sink_type": "snowflake", "database": "SALES", "table": "PARTNER", "insert.mode": "INSERT", "upsert.nulls": true},
    "data_credentials": "<data_credentials_id: Snowflake Sales>"}},
  "data_maps": {}, "reusable_transforms": {}, "meta_data": {"env": "dataops.nexla.io"}
})");
    const auto ran = workspace.run({"import", "export.json", "-e", "dev"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    const auto flow = workspace.read("environments/dev/flows/partner-feed.yaml");
    CHECK(flow.find("index: 1") != std::string::npos);
    CHECK(flow.find("schema-id") == std::string::npos);
    CHECK(flow.find("ingest_method") == std::string::npos);
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "PARTNER").at("sink_config").at("table") == "PARTNER");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}
