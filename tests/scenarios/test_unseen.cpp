#include "both_sides.hpp"
#include "torture/shared_project.hpp"

#include <algorithm>

using namespace flowsync::scenarios;
using nlohmann::json;

// What a service does not show, or shows twice.

namespace {

const std::string k_plain = "        version: 1\n";

json transform_of(Workspace& workspace)
{
  workspace.set({{"transform_visibility", "nexset"}});
  return workspace.only("data_sets", "Web orders, clean").at("transform");
}

std::string path_of(Workspace& workspace, const std::string& type, const std::string& name)
{
  return "/" + type + "/" + std::to_string(workspace.only(type, name).at("id").get<std::int64_t>());
}

std::size_t requests(Workspace& workspace, const std::string& method, const std::string& path)
{
  const auto log = workspace.request_log();
  return static_cast<std::size_t>(std::count_if(log.begin(), log.end(), [&](const json& request) {
    return request.at("method") == method && request.at("path") == path;
  }));
}

std::size_t times_said(const Ran& ran, const std::string& words)
{
  std::size_t times = 0;
  const auto text = ran.out + ran.err;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++times;
  }
  return times;
}

void write_shared_specs(Workspace& workspace)
{
  for (const auto& [path, text] : flowsync::torture::shared_files()) {
    workspace.write(path, text);
  }
}

} // namespace

TEST_CASE("what stands beside the code of a transform is applied, wherever the service shows it")
{
  for (const auto* const side : {"nexset", "expand", "source_expand", "code_container", "nowhere"}) {
    CAPTURE(side);
    Workspace workspace(SwitchValues{{"transform_visibility", side}});
    workspace.apply_well();
    workspace.edit(k_order_file, k_plain, k_plain + "        data_maps: [7]\n        custom_config: {deep: {er: 1}}\n");
    const auto plan = workspace.plan_json();
    const auto change = change_of(plan, "web-orders/nexset/clean");
    REQUIRE(change.at("fields").size() == 1);
    CHECK(change.at("fields").at(0).at("path") == "/transform");
    CHECK(change.at("fields").at(0).at("cause") == "spec");
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(transform_of(workspace).at("data_maps") == json{7});
    CHECK(transform_of(workspace).at("custom_config") == json{{"deep", {{"er", 1}}}});

    workspace.set({{"transform_visibility", side}});
    workspace.edit(k_order_file, "data_maps: [7]\n        custom_config: {deep: {er: 1}}\n", "data_maps: [8]\n");
    CHECK(change_of(workspace.plan_json(), "web-orders/nexset/clean").at("change").at("actions") == json{"update"});
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(transform_of(workspace).at("data_maps") == json{8});
    CHECK(!transform_of(workspace).contains("custom_config"));
  }
}

TEST_CASE("what somebody changes beside the code of a transform is drift wherever it can be read")
{
  for (const auto* const side : {"nexset", "expand", "source_expand"}) {
    CAPTURE(side);
    Workspace workspace(SwitchValues{{"transform_visibility", side}});
    workspace.apply_well();
    CHECK(workspace.run({"drift", "-e", "dev"}).exit == 0);
    auto changed = transform_of(workspace);
    changed["data_maps"] = {9};
    workspace.api("PUT", path_of(workspace, "data_sets", "Web orders, clean"),
                  {{"has_custom_transform", false}, {"transform", changed}});
    workspace.set({{"transform_visibility", side}});
    for (int twice = 0; twice < 2; ++twice) { // looking does not make it go away
      const auto ran = workspace.run({"drift", "-e", "dev"});
      CHECK_MESSAGE(ran.exit == 2, ran.out << ran.err);
      CHECK_MESSAGE(says(ran, "data_maps"), ran.out);
    }
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(!transform_of(workspace).contains("data_maps"));
  }
}

TEST_CASE("without a record, what a service shows nowhere is said to be unverified")
{
  Workspace workspace(SwitchValues{{"transform_visibility", "code_container"}});
  workspace.edit(k_order_file, k_plain, k_plain + "        data_maps: [7]\n");
  workspace.apply_well();
  workspace.remove(".flowsync");
  const auto change = change_of(workspace.plan_json(), "web-orders/nexset/clean");
  CHECK(change.at("change").at("actions") == json{"no-op"});
  CHECK(change.at("unverified") == json{"/transform/data_maps"});
}

TEST_CASE("a change of a script shows the script, and no part that nobody wrote")
{
  for (const auto* const side : {"nexset", "expand", "source_expand", "code_container"}) {
    CAPTURE(side);
    Workspace workspace(SwitchValues{{"transform_visibility", side}});
    workspace.write("environments/base/flows/clean.py", "def f(a, b, c): return a\n");
    workspace.edit(k_order_file,
                   "        version: 1\n        transforms: [{operation: shift, spec: {order_id: ORDER_ID}}]",
                   "        file: clean.py\n        type: python");
    workspace.apply_well();
    workspace.write("environments/base/flows/clean.py", "def f(a, b, c): return b\n");
    for (const auto* const format : {"text", "markdown", "html"}) {
      const auto ran = workspace.run({"plan", "-e", "dev", "--format", format});
      CHECK_MESSAGE(says(ran, "return b"), ran.out);
      CHECK_MESSAGE(!says(ran, "data_maps"), ran.out);
      CHECK_MESSAGE(!says(ran, "+ version"), ran.out);
    }
    const auto field = change_of(workspace.plan_json(), "web-orders/nexset/clean").at("fields").at(0);
    for (const auto* const part : {"data_maps", "version", "custom_config"}) {
      CHECK(field.at("before").value(part, json()) == field.at("after").value(part, json()));
    }
  }
}

TEST_CASE("a full refresh reads every bound resource itself")
{
  on_both_sides([](Workspace& workspace) {
    write_shared_specs(workspace);
    workspace.apply_well();
    workspace.clear_log();
    CHECK(ends_with_no_changes(workspace.run({"plan", "-e", "dev", "--refresh", "full"})));
    const auto listed = workspace.run({"state", "list", "-e", "dev", "--format", "json"});
    const auto records = json::parse(listed.out).at("resources");
    std::size_t bound = 0;
    for (const auto& record : records) {
      const auto id = std::to_string(record.at("id").get<std::int64_t>());
      const auto type = record.at("type").get<std::string>() + "s";
      const bool attribute = requests(workspace, "GET", "/attribute_transforms/" + id) > 0;
      CHECK_MESSAGE((requests(workspace, "GET", "/" + type + "/" + id) > 0 || attribute), type << " " << id);
      ++bound;
    }
    CHECK(bound > 10);
  });
}

TEST_CASE("the lookup that a sink fills is changed where the service keeps it, and read back")
{
  for (const auto* const side : {"ignored", "allowed", "refused"}) {
    CAPTURE(side);
    Workspace workspace(SwitchValues{{"sink_map_update", side}});
    write_shared_specs(workspace);
    workspace.apply_well();
    const auto& file = flowsync::torture::k_shared_flows_file;
    workspace.edit(file, "lookup: {name: States seen, primary_key: id}",
                   "lookup: {name: States met, primary_key: code, defaults: {name: none}}");
    workspace.clear_log();
    const auto plan = workspace.plan_json();
    CHECK(change_of(plan, "states/sink/map").at("fields").size() == 4);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    const auto met = workspace.only("data_maps", "States met");
    CHECK(met.at("map_primary_key") == "code");
    CHECK(met.at("data_defaults") == json{{"name", "none"}});
    CHECK(met.at("emit_data_default") == true);
    CHECK(requests(workspace, "PUT", "/data_maps/" + met.at("id").dump()) == 1);
    CHECK(requests(workspace, "PUT", path_of(workspace, "data_sinks", "State map")) == 0);

    workspace.edit(file, ", defaults: {name: none}", "");
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(workspace.only("data_maps", "States met").at("data_defaults") == json::object());
    CHECK(workspace.only("data_maps", "States met").at("emit_data_default") == false);

    workspace.api("PUT", "/data_maps/" + met.at("id").dump(), {{"map_primary_key", "other"}});
    CHECK(workspace.run({"drift", "-e", "dev"}).exit == 2);
    workspace.fault({{{"method", "PUT"}, {"path", "^/data_maps/"}, {"action", "no_persist"}, {"times", 2}}});
    const auto lost = workspace.apply();
    CHECK_MESSAGE(lost.exit == 3, lost.out << lost.err);
    CHECK_MESSAGE(says(lost, "did not keep /data_map/map_primary_key"), lost.out << lost.err);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
  }
}

TEST_CASE("code and transforms are written whole, and a status beside what has no verbs pauses nothing")
{
  Workspace workspace(SwitchValues{{"container_put", "whole"}, {"shared_status", "on"}});
  write_shared_specs(workspace);
  workspace.apply_well();
  CHECK(workspace.only("data_maps", "Regions").at("status") == "ACTIVE");
  CHECK(workspace.only("transforms", "Clean").at("status") == "ACTIVE");
  CHECK(ends_with_no_changes(workspace.plan()));
  workspace.edit("environments/base/transforms/all.yaml", "name: Clean,", "name: Cleaner,");
  workspace.edit("environments/base/transforms/all.yaml", "code: 'x'", "code: 'y'");
  workspace.write(flowsync::torture::k_reader_file, "print(2)\n");
  workspace.write(flowsync::torture::k_regions_file, "code,name\nde,Germany\n");
  workspace.edit("environments/base/lookups/regions.yaml", "name: Regions", "name: All regions");
  workspace.clear_log();
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  std::size_t whole = 0;
  for (const auto& request : workspace.request_log()) {
    const auto path = request.at("path").get<std::string>();
    const bool code = path.starts_with("/code_containers/") || path.find("transforms/") != std::string::npos;
    const bool verb = path.ends_with("/pause") || path.ends_with("/activate");
    CHECK_MESSAGE(!(verb && (code || path.starts_with("/data_maps/"))), path);
    if (!code || request.at("method") != "PUT") {
      continue;
    }
    ++whole;
    for (const auto* const key : {"name", "output_type", "code_type", "code_encoding", "code", "reusable"}) {
      CHECK_MESSAGE(request.at("request").contains(key), path << " without " << key);
    }
  }
  CHECK(whole == 3);
}

TEST_CASE("after a rebuild of the state, what is shared is deleted when nothing uses it any more")
{
  on_both_sides([](Workspace& workspace) {
    write_shared_specs(workspace);
    workspace.apply_well();
    const auto set = path_of(workspace, "data_sets", "States clean");
    const auto transform = path_of(workspace, "transforms", "Clean");
    workspace.remove(".flowsync");
    REQUIRE(workspace.run({"state", "rebuild", "-e", "dev"}).exit == 0);
    workspace.clear_log();
    const auto ran = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    std::vector<std::string> deleted;
    for (const auto& request : workspace.request_log()) {
      if (request.at("method") == "DELETE") {
        CHECK_MESSAGE(request.at("status") == 200, request.at("path"));
        deleted.push_back(request.at("path"));
      }
    }
    const auto place = [&](const std::string& path) { return std::find(deleted.begin(), deleted.end(), path); };
    REQUIRE(place(set) != deleted.end());
    REQUIRE(place(transform) != deleted.end());
    CHECK(place(set) < place(transform));
    CHECK(workspace.live("data_maps", "Regions").empty());
  });
}

TEST_CASE("a lookup that the service never deletes is let go of, which is said once")
{
  Workspace workspace(SwitchValues{{"map_delete", "405"}});
  write_shared_specs(workspace);
  workspace.apply_well();
  const auto lookup = path_of(workspace, "data_maps", "Regions");
  workspace.edit(flowsync::torture::k_shared_flows_file, ", map.id: \"${ref.lookup/regions.id}\"", "");
  workspace.remove("environments/base/lookups");
  workspace.clear_log();
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--prune"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK(requests(workspace, "DELETE", lookup) == 1);
  CHECK_MESSAGE(times_said(ran, "the service does not delete lookups") == 1, ran.out << ran.err);
  CHECK_MESSAGE(!says(ran, "paused first"), ran.out << ran.err);
  CHECK(workspace.only("data_maps", "Regions").at("description").dump().find("flowsync") == std::string::npos);
  CHECK(ends_with_no_changes(workspace.plan()));
}
