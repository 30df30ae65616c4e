#include "scene.hpp"

// Detected sets that come, go and are renamed, whatever is remembered of them.

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("a second detected set changes nothing for the first")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto source = scene.id("data_sources", "Web orders");
    const auto first = scene.only("data_sets", "1 - Web orders");
    scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
    const auto second = scene.only("data_sets", "2 - Web orders");
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sets", "1 - Web orders").at("id") == first.at("id"));
    CHECK(scene.only("data_sets", "2 - Web orders") == second);
    CHECK(scene.only("data_sets", "Web orders, clean").at("set") == first.at("id"));
    scene.expect_no_changes();
  });
}

TEST_CASE("a detected set that went away leaves its branch alone until somebody binds it again")
{
  Scene scene(SwitchValues{{"set_delete", "cascade"}});
  const auto source = scene.id("data_sources", "Metrics");
  for (const auto* const name : {"METRICS", "Metrics archive"}) {
    const auto sink = std::to_string(scene.id("data_sinks", name));
    scene.stage.api("PUT", "/data_sinks/" + sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + sink);
  }
  const auto set = std::to_string(scene.id("data_sets", "1 - Metrics"));
  scene.stage.api("PUT", "/data_sets/" + set + "/pause");
  scene.stage.api("DELETE", "/data_sets/" + set);
  scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
  const auto again = scene.id("data_sets", "2 - Metrics");
  const auto ran = scene.apply();
  CHECK_MESSAGE((ran.exit == 6 || ran.exit == 3), ran.exit << ran.out << ran.err);
  CHECK(says(ran, "lost-detected"));
  CHECK(scene.all("data_sinks", "METRICS").empty());
  scene.stage.edit(flowsync::torture::k_environment_file,
                   "  limits:", "  adopt: {metrics/nexset/all: " + std::to_string(again) + "}\n  limits:");
  scene.apply_well();
  CHECK(scene.only("data_sinks", "METRICS").at("set") == again);
  scene.expect_no_changes();
}

TEST_CASE("a replacement that was cut after its detected set went is finished")
{
  for (const auto memory : {StateIs::kept, StateIs::old}) {
    Scene scene;
    const auto set = std::to_string(scene.id("data_sets", "1 - Metrics"));
    scene.stage.edit(flowsync::torture::k_metrics_file, "type: s3\n    credential: files",
                     "type: gcs\n    credential: archive");
    scene.fault(
        {{"method", "DELETE"}, {"path", "^/data_sources/"}, {"action", "status"}, {"status", 400}, {"times", 0}});
    CHECK(scene.apply().exit == 3);
    CHECK(scene.all("data_sets", "1 - Metrics").empty());
    scene.stage.account().call("DELETE", "/_sim/faults");
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sources", "Metrics").at("fields").at("source_type") == "gcs");
    CHECK(scene.id("data_sets", "1 - Metrics") != std::stoll(set));
    CHECK(scene.only("data_sinks", "METRICS").at("status") == "ACTIVE");
    scene.expect_no_changes();
  }
}

TEST_CASE("a removed flow whose detected set has a mark is pruned, whatever is remembered")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto set = scene.id("data_sets", "1 - Metrics");
    scene.edit("data_sets", set, {{"description", "DataSet #1\n\n" + mark("metrics/nexset/all")}});
    scene.stage.remove(flowsync::torture::k_metrics_file);
    scene.remember(memory);
    const auto ran = scene.apply({"--prune"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(scene.all("data_sources", "Metrics").empty());
    CHECK(scene.all("data_sets", "1 - Metrics").empty());
    CHECK(scene.all("data_sinks", "METRICS").empty());
    scene.expect_no_changes();
  });
}

TEST_CASE("an undeclared detected set outlives a prune beside it")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto source = scene.id("data_sources", "Web orders");
    scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
    const auto other = scene.only("data_sets", "2 - Web orders");
    scene.stage.edit(flowsync::torture::k_orders_file,
                     "    - key: raw\n      from: orders\n      name: Web orders, raw\n      type: gcs\n"
                     "      credential: archive\n      config: {path: archive/raw, data_format: json}\n",
                     "");
    scene.remember(memory);
    const auto ran = scene.apply({"--prune"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(scene.all("data_sinks", "Web orders, raw").empty());
    CHECK(scene.only("data_sets", "2 - Web orders") == other);
    scene.expect_no_changes();
  });
}
