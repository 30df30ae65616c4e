#include "scene.hpp"

// Every row of the table that says which resource stands for an address.

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("row 1: the recorded resource is bound whether its mark is there or gone, and a gone one comes back")
{
  Scene scene;
  const auto sink = scene.id("data_sinks", "WEB_ORDERS");
  scene.edit("data_sinks", sink, {{"description", "ours"}});
  scene.apply_well();
  CHECK(scene.id("data_sinks", "WEB_ORDERS") == sink);
  CHECK(scene.only("data_sinks", "WEB_ORDERS").at("description") == "ours\n\n" + mark("web-orders/sink/warehouse"));
  scene.expect_no_changes();
}

TEST_CASE("row 2: a recorded resource that carries another address is that one's, and the record is stale")
{
  Scene scene;
  // Somebody swaps two marks: now each resource is the other's.
  const auto warehouse = scene.id("data_sinks", "WEB_ORDERS");
  const auto regions = scene.id("data_sinks", "WEB_REGIONS");
  scene.edit("data_sinks", warehouse, {{"description", mark("web-orders/sink/regions")}});
  scene.edit("data_sinks", regions, {{"description", mark("web-orders/sink/warehouse")}});
  const auto before = scene.count("data_sinks");
  scene.apply_well();
  CHECK(scene.count("data_sinks") == before);
  CHECK(scene.id("data_sinks", "WEB_REGIONS") == warehouse);
  CHECK(scene.id("data_sinks", "WEB_ORDERS") == regions);
  scene.expect_no_changes();
}

TEST_CASE("row 3: a recorded resource that another project or environment marked is not touched")
{
  for (const auto* const owner : {"other-project/dev", "acme-data-k3x9/prod"}) {
    Scene scene;
    const auto sink = scene.id("data_sinks", "WEB_ORDERS");
    scene.edit("data_sinks", sink, {{"description", mark("web-orders/sink/warehouse", owner)}, {"name", "THEIRS"}});
    const auto before = scene.stage.dump();
    scene.forget_log();
    const auto ran = scene.apply();
    CHECK_MESSAGE(ran.exit == 6, ran.out << ran.err);
    CHECK(says(ran, "foreign-mark"));
    CHECK(scene.writes() == 0);
    CHECK(scene.stage.dump() == before);
  }
}

TEST_CASE("row 4: a recorded resource that may not be read is not a reason to make another")
{
  Scene scene;
  scene.edit("data_sources", scene.id("data_sources", "Web orders"), {{"owner_id", 51}, {"org_id", 8}});
  const auto before = scene.count("data_sources");
  scene.forget_log();
  const auto ran = scene.apply();
  CHECK_MESSAGE((ran.exit == 5 || ran.exit == 3), ran.exit << ran.out << ran.err);
  CHECK(says(ran, "not-readable"));
  CHECK(scene.count("data_sources") == before);
  CHECK(scene.writes() == 0);
}

TEST_CASE("row 5: without a record the mark binds, if its owner is accepted")
{
  Scene scene;
  scene.remember(StateIs::lost);
  scene.expect_no_changes();
  // The same resource, owned by a colleague who shares it.
  const auto sink = scene.id("data_sinks", "WEB_ORDERS");
  const json shared{{"owner_id", 43}, {"accessors", {{{"user_id", 42}, {"role", "admin"}}}}};
  scene.edit("data_sinks", sink, shared);
  scene.remember(StateIs::lost);
  const auto before = scene.count("data_sinks");
  const auto refused = scene.apply();
  CHECK_MESSAGE((refused.exit == 6 || refused.exit == 3), refused.exit << refused.out << refused.err);
  CHECK(says(refused, "foreign-owner"));
  CHECK(scene.count("data_sinks") == before);
  scene.stage.edit(flowsync::torture::k_environment_file, "  variables:", "  # colleagues\n  variables:");
  scene.stage.edit(flowsync::torture::k_environment_file, "    auth:", "    owners: [42, 43]\n    auth:");
  scene.apply_well();
  CHECK(scene.count("data_sinks") == before);
  CHECK(scene.id("data_sinks", "WEB_ORDERS") == sink);
  scene.expect_no_changes();
}

TEST_CASE("row 6: two resources with one mark stop that flow, with their ids, and no other")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto clean = scene.id("data_sets", "Web orders, clean");
    const auto original = scene.id("data_sinks", "WEB_ORDERS");
    const auto twin = scene.sink_by_hand(clean, "Pasted", true, mark("web-orders/sink/warehouse"));
    scene.stage.edit(flowsync::torture::k_metrics_file, "table: METRICS", "table: METRICS_2");
    scene.stage.edit(flowsync::torture::k_orders_file, "csv.delimiter: \";\"", "csv.delimiter: \"|\"");
    const auto was = scene.only("data_sinks", "Pasted");
    const auto source = scene.only("data_sources", "Web orders");
    scene.remember(memory);
    const auto ran = scene.apply();
    CHECK_MESSAGE(ran.exit == 3, ran.exit << ran.out << ran.err);
    CHECK(scene.only("data_sinks", "Pasted") == was);
    CHECK(scene.only("data_sources", "Web orders") == source);
    CHECK(scene.id("data_sinks", "WEB_ORDERS") == original);
    CHECK(scene.only("data_sinks", "METRICS").at("fields").at("sink_config").at("table") == "METRICS_2");
    // Every later look says so again, and that nothing else is left to do.
    for (const auto& words : std::vector<std::vector<std::string>>{{"plan", "-e", "dev"},
                                                                   {"drift", "-e", "dev"},
                                                                   {"doctor", "-e", "dev"},
                                                                   {"apply", "-e", "dev", "--auto-approve"}}) {
      const auto again = scene.run(words);
      // Without a record of that flow, drift cannot tell either.
      const bool cannot_tell = words.front() == "drift" && memory == StateIs::lost;
      CHECK_MESSAGE(again.exit == (cannot_tell ? 3 : 6), words.front() << " " << again.exit << again.out << again.err);
      CHECK(says(again, "carry the mark of web-orders/sink/warehouse"));
      CHECK(says(again, std::to_string(original)));
      CHECK(says(again, std::to_string(twin)));
    }
    scene.stage.api("PUT", "/data_sinks/" + std::to_string(twin) + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + std::to_string(twin));
    scene.apply_well();
    CHECK(scene.only("data_sources", "Web orders").at("fields").at("source_config").at("csv.delimiter") == "|");
    scene.expect_no_changes();
  });
}

TEST_CASE("row 7: an adopt entry binds what existed before, and its mark is written without a pause")
{
  Scene scene({}, false);
  scene.stage.edit(flowsync::torture::k_environment_file, "  limits:", "  adopt: {demo/source: 6862}\n  limits:");
  scene.stage.write("environments/base/flows/demo.yaml",
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: demo}\nspec:\n"
                    "  source: {name: Orders, description: Hourly order files of the web shop, type: s3, credential: "
                    "files, config: {path: acme-dev/orders, start.cron: \"0 0 * * * ? *\"}}\n");
  scene.apply_well();
  const auto source = scene.only("data_sources", "Orders");
  CHECK(source.at("description") == "Hourly order files of the web shop\n\n" + mark("demo/source"));
  const auto log = scene.stage.account().call("GET", "/_sim/log").dump();
  CHECK(log.find("/data_sources/6862/pause") == std::string::npos);
  scene.expect_no_changes();
  scene.remember(StateIs::lost);
  scene.expect_no_changes();
}

TEST_CASE("row 8: something of that name which nobody manages is not doubled")
{
  Scene scene;
  const auto clean = scene.id("data_sets", "Web orders, clean");
  scene.sink_by_hand(clean, "By hand", true);
  scene.stage.edit(flowsync::torture::k_orders_file, "    - key: raw\n",
                   "    - {key: hand, from: clean, name: By hand, type: gcs, credential: archive, config: {path: a, "
                   "data_format: json}}\n    - key: raw\n");
  const auto ran = scene.apply();
  CHECK_MESSAGE(ran.exit == 6, ran.exit << ran.out << ran.err);
  CHECK(says(ran, "looks-existing"));
  CHECK(scene.all("data_sinks", "By hand").size() == 1);
  scene.stage.edit(flowsync::torture::k_orders_file, "name: By hand,", "name: By hand, allow_duplicate_name: true,");
  scene.apply_well();
  CHECK(scene.all("data_sinks", "By hand").size() == 2);
  scene.expect_no_changes();
}

TEST_CASE("row 9: a create waits until absence is proved")
{
  Scene scene(SwitchValues{{"list_headers", "wrong_totals"}}, false);
  const auto sources = scene.count("data_sources");
  const auto ran = scene.apply();
  CHECK_MESSAGE(ran.exit == 3, ran.exit << ran.out << ran.err);
  CHECK(scene.count("data_sources") == sources);
  scene.stage.set({{"list_headers", "on"}});
  scene.apply_well();
  CHECK(scene.all("data_sources", "Web orders").size() == 1);
}

TEST_CASE("a copy that is adopted in the place of its original gets a mark of its own, and is not made twice")
{
  Workspace workspace;
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "Web orders, archive").at("id").get<std::int64_t>();
  const auto copy =
      workspace.api("POST", "/data_sinks/" + std::to_string(sink) + "/copy", {{"reuse_data_credentials", true}})
          .at("id")
          .get<std::int64_t>();
  workspace.api("PUT", "/data_sinks/" + std::to_string(sink) + "/pause");
  workspace.api("DELETE", "/data_sinks/" + std::to_string(sink));
  const auto adopted = workspace.run({"adopt", "-e", "dev", "web-orders/sink/archive", "--id", std::to_string(copy)});
  CHECK_MESSAGE(adopted.exit == 0, adopted.out << adopted.err);
  CHECK(!says(workspace.plan(), "it is left alone"));
  workspace.apply_well();
  const auto description = workspace.only("data_sinks", "Web orders, archive").at("description").get<std::string>();
  CHECK(description.find("web-orders/sink/archive id=" + std::to_string(copy) + "]") != std::string::npos);
  CHECK(ends_with_no_changes(workspace.plan()));

  workspace.edit(k_dev_file, "  adopt:\n    web-orders/sink/archive: " + std::to_string(copy) + "\n", "");
  workspace.remove(".flowsync/state");
  const auto forgotten = workspace.plan();
  CHECK_MESSAGE(says(forgotten, "No changes."), forgotten.out << forgotten.err);
}

TEST_CASE("a copy that is adopted under another address takes that address, and a copy of it that of a third")
{
  Workspace workspace;
  workspace.apply_well();
  auto original = workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>();
  for (const auto* const flow : {"second", "third"}) {
    CAPTURE(flow);
    const std::string name = flow;
    const auto copy =
        workspace.api("POST", "/data_sources/" + std::to_string(original) + "/copy", {{"reuse_data_credentials", true}})
            .at("id")
            .get<std::int64_t>();
    workspace.write("environments/dev/flows/" + name + ".yaml",
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: " + name + "}\nspec:\n  source: {name: " +
                        name + ", type: s3, credential: files, config: {path: " + name + "}}\n");
    const auto adopted = workspace.run({"adopt", "-e", "dev", name + "/source", "--id", std::to_string(copy)});
    CHECK_MESSAGE(adopted.exit == 0, adopted.out << adopted.err);
    const auto applied = workspace.apply();
    CHECK_MESSAGE(applied.exit == 0, applied.out << applied.err);
    const auto description = workspace.only("data_sources", name).at("description").get<std::string>();
    CHECK(description.find(" " + name + "/source id=" + std::to_string(copy) + "]") != std::string::npos);
    original = copy;
  }
  CHECK(ends_with_no_changes(workspace.plan()));
  workspace.remove(".flowsync/state");
  const auto forgotten = workspace.plan();
  CHECK_MESSAGE(says(forgotten, "No changes."), forgotten.out << forgotten.err);
}
