#include "sim/bench_sim.hpp"
#include "support/temporary_folder.hpp"

#include <unistd.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json all_of(LoggedIn& bench, const std::string& target)
{
  return bench.get(target + "?per_page=1000&access_role=collaborator");
}

} // namespace

TEST_CASE("the samples are all readable, and the page about the simulator lists each")
{
  LoggedIn bench;
  const auto labels = bench.post("/_sim/samples", json::object());
  std::ifstream in(FLOWSYNC_SOURCE_DIR "/docs/simulator.md");
  std::stringstream page;
  page << in.rdbuf();
  for (const auto& item : labels.items()) {
    const auto& label = item.key();
    const auto& target = item.value();
    CAPTURE(label);
    bench.get(target.get<std::string>());
    CHECK(page.str().find("`" + label + "`") != std::string::npos);
  }
  CHECK(labels.size() >= 50);
}

TEST_CASE("the samples are what their labels say")
{
  LoggedIn bench;
  const auto labels = bench.post("/_sim/samples", json::object());
  const auto get = [&](const char* label, const std::string& rest = {}) {
    return bench.get(labels.at(label).get<std::string>() + rest);
  };
  const auto id = [&](const char* label) { return get(label)["id"]; };
  CHECK(get("source_webhook")["source_config"]["hash_secret_key"].is_string());
  CHECK(get("source_with_lookup")["source_config"]["rest.iterations"][0]["map.id"] == id("lookup").dump());
  CHECK(get("lookup", "?expand=1")["data_map"].size() == 4);
  CHECK(get("lookup_dynamic")["data_sink_id"] == id("sink_data_map"));
  CHECK(get("lookup_dynamic")["map_entry_count"] == 1);
  CHECK(get("sink_rest")["data_source_id"] == id("source_generated"));
  CHECK(get("source_generated")["data_sets"].size() == 1);
  CHECK(get("source_script")["code_container_id"] == id("code_inline"));
  CHECK(get("source_script_by_id")["code_container_id"] == id("code"));
  CHECK(get("sink_script")["code_container_id"].is_number());
  CHECK(get("set_reusable")["transform_id"] == id("transform"));
  CHECK(get("set_inline_python")["transform"]["transforms"][0]["operation"] == "nexla.custom");
  CHECK(get("set_with_lookup")["transform"]["data_maps"][0] == id("lookup_in_transform"));
  CHECK(get("source_two_schemas")["data_sets"].size() == 2);
  CHECK(get("sink_same_name")["name"] == get("sink_same_name_2")["name"]);
  CHECK(get("set_from_shared")["parent_data_sets"][0]["id"] == id("set_shared"));
  CHECK(get("set_shared")["owner"]["id"] == 43);
  CHECK(get("source_paused")["status"] == "PAUSED");
  CHECK(get("source_never_activated")["status"] == "INIT");
  CHECK(get("source_archived")["status"] == "Archived");
  CHECK(get("source_with_transforms")["status"] == "ACTIVE");
  CHECK(get("source_copied")["copied_from_id"] == id("source_in_project"));
  CHECK(get("project")["flows"].size() == 1);
  CHECK(get("name_null")["name"].is_null());
  CHECK(get("name_longest")["name"].get<std::string>().size() == 255);
  CHECK(get("source_odd_values")["source_config"]["big"] == 9007199254740993);
  bench.flip("set_fields_in_get", "on");
  CHECK(get("set_validated")["output_schema_validation_enabled"] == true);
  CHECK(get("set_validated")["output_schema_annotations"]["properties"].contains("order_id"));
  bench.flip("transform_visibility", "code_container");
  CHECK_FALSE(get("set_inline").contains("transform"));
}

TEST_CASE("the samples do not depend on switches, and another user has them, too")
{
  EngineOptions options;
  for (const auto& [name, value] : std::map<std::string, std::string>{{"status_after_create", "ACTIVE"},
                                                                      {"sink_code", "refuse"},
                                                                      {"source_cap", "1"},
                                                                      {"name_max", "20"},
                                                                      {"duplicate_names", "409"},
                                                                      {"detection", "never"}}) {
    REQUIRE_FALSE(options.switches.set(name, value).has_value());
  }
  LoggedIn bench(options);
  const auto first = bench.post("/_sim/samples", json::object());
  const auto second = bench.post("/_sim/samples", {{"user_id", 43}});
  CHECK(first.size() == second.size());
  CHECK(bench.status("data_sources",
                     parse_id(path_segments(first["source_never_activated"].get<std::string>()).at(1)).value_or(0)) ==
        "INIT");
  bench.log_in("sim-service-key-2");
  CHECK(bench.get(second["source_webhook"].get<std::string>())["owner"]["id"] == 43);
  bench.refused(400, "POST", "/_sim/samples", {{"user_id", 1}});
  bench.refused(400, "POST", "/_sim/samples", {{"colour", 1}});
}

TEST_CASE("so many plain flows are made at once, each with its own nodes")
{
  LoggedIn bench;
  CHECK(bench.post("/_sim/samples", {{"sources", 200}})["sources"] == 200);
  const auto flows = all_of(bench, "/flows");
  CHECK(flows["flows"].size() == 201);
  CHECK(flows["data_sinks"].size() == 202);
  CHECK(flows["data_sets"].size() == 403);
  std::set<std::int64_t> nodes;
  for (const auto* list : {"data_sources", "data_sets", "data_sinks"}) {
    for (const auto& element : flows[list]) {
      nodes.insert(element["flow_node_id"].get<std::int64_t>());
      CHECK(element["status"] == "ACTIVE");
    }
  }
  CHECK(nodes.size() == 201 + 202 + 403);
  bench.refused(400, "POST", "/_sim/samples", {{"sources", 0}});
}

TEST_CASE("samples survive a restart")
{
  EngineOptions options;
  const flowsync::testing::TemporaryFolder folder;
  options.data_file = folder.folder() / "samples.json";
  json before;
  {
    LoggedIn bench(options);
    bench.post("/_sim/samples", json::object());
    before = bench.get("/_sim/dump");
  }
  {
    LoggedIn bench(options);
    CHECK(bench.get("/_sim/dump") == before);
  }
}
