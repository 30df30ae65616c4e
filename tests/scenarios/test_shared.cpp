#include "both_sides.hpp"
#include "torture/shared_project.hpp"

#include <filesystem>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

using flowsync::torture::k_clean_file;
using flowsync::torture::k_reader_file;
using flowsync::torture::k_regions_file;

void write_shared(Workspace& workspace)
{
  for (const auto& [path, text] : flowsync::torture::shared_files()) {
    workspace.write(path, text);
  }
}

json entries_of(Workspace& workspace)
{
  const auto id = workspace.only("data_maps", "Regions").at("id").get<std::int64_t>();
  json rows = json::object();
  const auto shown = workspace.api("GET", "/data_maps/" + std::to_string(id) + "?expand=1");
  for (const auto& row : shown.at("data_map")) {
    rows[row.at("code").get<std::string>()] = row.at("name");
  }
  return rows;
}

} // namespace

TEST_CASE("lookups, transforms, code and what hangs from other flows are made, changed in place and found again")
{
  on_both_sides([](Workspace& workspace) {
    write_shared(workspace);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    const auto lookup = workspace.only("data_maps", "Regions");
    const auto clean = workspace.only("transforms", "Clean");
    CHECK(entries_of(workspace) == json{{"de", "Germany, all"}, {"es", "Spain"}, {"fr", "France"}});
    CHECK(workspace.only("data_sources", "States").at("source_config").at("map.id") == lookup.at("id"));
    CHECK(workspace.only("data_sets", "States clean").at("transform_id") == clean.at("id"));
    CHECK(workspace.only("data_maps", "States seen").at("data_sink_id") ==
          workspace.only("data_sinks", "State map").at("id"));
    CHECK(workspace.only("data_sets", "More of it").at("parent_data_sets").at(0).at("id") ==
          workspace.only("data_sets", "States clean").at("id"));

    workspace.write(k_regions_file, "code,name,active\nde,Germany,true\nfr,France,false\n\"x/y\",Odd,true\n");
    workspace.write(k_clean_file, "def f(a, b, c): return b\n");
    workspace.write(k_reader_file, "print(2)\n");
    const auto plan = workspace.plan_json();
    CHECK(plan.at("summary").at("update") == 4);
    CHECK(change_of(plan, "lookup/regions").at("fields").at(0).at("path") == "/entries");
    CHECK(change_of(plan, "transform/clean").at("fields").at(0).at("path") == "/code");
    CHECK(change_of(plan, "scripted/source").at("fields").at(0).at("path") == "/code_container/code");
    CHECK(change_of(plan, "scripted/source").at("restarts") == true);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(entries_of(workspace) == json{{"de", "Germany"}, {"fr", "France"}, {"x/y", "Odd"}});
    CHECK(workspace.only("data_maps", "Regions").at("id") == lookup.at("id"));
    CHECK(workspace.only("transforms", "Clean").at("id") == clean.at("id"));

    // A key that cannot stand in a path goes all the same; an entry that somebody added is drift.
    workspace.write(k_regions_file, "code,name,active\nde,Germany,true\nfr,France,false\n");
    workspace.apply_well();
    CHECK(entries_of(workspace) == json{{"de", "Germany"}, {"fr", "France"}});
    workspace.api("PUT", "/data_maps/" + std::to_string(lookup.at("id").get<std::int64_t>()) + "/entries",
                  {{"entries", json::array({{{"code", "it"}, {"name", "Italy"}}})}});
    CHECK(workspace.run({"drift", "-e", "dev"}).exit == 2);
    workspace.apply_well();
    CHECK(entries_of(workspace) == json{{"de", "Germany"}, {"fr", "France"}});

    workspace.remove(".flowsync");
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.apply_well();
    CHECK(workspace.live("data_maps", "Regions").size() == 1);
    CHECK(workspace.live("transforms", "Clean").size() == 1);
    CHECK(workspace.live("code_containers", "reader").size() == 1);
  });
}

TEST_CASE("what is shared goes after whatever used it, and the trash brings it back")
{
  on_both_sides([](Workspace& workspace) {
    write_shared(workspace);
    workspace.apply_well();
    const std::vector<std::string> prune{"apply", "-e", "dev", "--auto-approve", "--prune"};
    const auto old = workspace.only("data_maps", "Regions").at("id");
    workspace.edit("environments/base/flows/shared.yaml", ", map.id: \"${ref.lookup/regions.id}\"", "");
    workspace.remove("environments/base/lookups");
    workspace.remove("environments/base/code");
    workspace.write(k_reader_file, "print(1)\n");
    workspace.edit("environments/base/flows/shared.yaml", "code: {ref: reader}",
                   "code: {file: ../code/reader.py, type: python3}");
    const auto gone = workspace.run(prune);
    CHECK_MESSAGE(gone.exit == 0, gone.out << gone.err);
    CHECK(workspace.live("data_maps", "Regions").empty());
    CHECK(workspace.live("code_containers", "reader").empty());
    CHECK(workspace.live("data_sources", "States").size() == 1);
    CHECK(ends_with_no_changes(workspace.plan()));

    std::filesystem::path trash;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(workspace.root() / ".flowsync/state/dev/trash")) {
      trash = entry.path().filename() == "regions.yaml" ? entry.path().parent_path() : trash;
    }
    REQUIRE(!trash.empty());
    std::filesystem::create_directories(workspace.root() / "environments/base/lookups");
    for (const auto* const file : {"regions.yaml", "regions.csv"}) {
      std::filesystem::copy_file(trash / file, workspace.root() / "environments/base/lookups" / file);
    }
    workspace.apply_well();
    CHECK(entries_of(workspace) == json{{"de", "Germany, all"}, {"es", "Spain"}, {"fr", "France"}});
    CHECK(workspace.only("data_maps", "Regions").at("id") != old);
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("problems in the data of lookups and in references are told at their places")
{
  Workspace workspace;
  write_shared(workspace);
  workspace.write(k_regions_file, "code,name\nde,Germany\nde,Deutschland\n,None\n1,2,3\n");
  workspace.edit(flowsync::torture::k_shared_flows_file, "transform: {ref: clean}", "transform: {ref: claen}");
  const auto ran = workspace.run({"validate"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "regions.csv:3:1: error: two entries have the key `de`"));
  CHECK(says(ran, "regions.csv:4:1: error: this entry has no `code`"));
  CHECK(says(ran, "regions.csv:5:1: error: this row has 3 values, the first line has 2"));
  CHECK(says(ran, "there is no resource `transform/claen`"));
  CHECK(says(ran, "did you mean `transform/clean`?"));
}
