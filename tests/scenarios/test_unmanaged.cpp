#include "scenarios/both_sides.hpp"

#include <algorithm>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

json unmanaged(Workspace& workspace, const std::string& environment = "dev")
{
  const auto ran = workspace.run({"unmanaged", "-e", environment, "--format", "json"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  return json::parse(ran.out).at("unmanaged");
}

// The entry of that id; null when it is not listed.
json entry_of(const json& list, std::int64_t id)
{
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.at("id") == id; });
  return found != list.end() ? *found : json();
}

std::int64_t id_of(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.only(type, name).at("id").get<std::int64_t>();
}

std::int64_t sink_by_hand(Workspace& workspace, std::int64_t set)
{
  return workspace
      .api("POST", "/data_sinks",
           {{"name", "By hand"},
            {"sink_type", "gcs"},
            {"sink_config", {{"path", "by-hand"}, {"data_format", "json"}}},
            {"data_credentials_id", 6028},
            {"data_set_id", set}})
      .at("id")
      .get<std::int64_t>();
}

} // namespace

TEST_CASE("what no project owns is listed with the line that takes it in, and nothing that one owns")
{
  on_both_sides([](Workspace& workspace) {
    const auto before = unmanaged(workspace);
    const auto demo = entry_of(before, 6862);
    REQUIRE(demo.is_object());
    CHECK(demo.at("export") == "flowsync export -e dev --source 6862 --all");
    CHECK(demo.at("sinks") == 2);
    workspace.apply_well("dev");
    workspace.apply_well("prod"); // another environment of the same account
    const auto after = unmanaged(workspace);
    CHECK(after.size() == before.size());
    CHECK(entry_of(after, 6862) == demo);
    auto ran = workspace.run({"export", "-e", "dev", "--source", "6862", "--all"});
    REQUIRE_MESSAGE(ran.exit == 0, ran.err);
    CHECK(entry_of(unmanaged(workspace), 6862).is_null());
    CHECK(entry_of(unmanaged(workspace, "prod"), 6862).is_null()); // dev adopts it
  });
}

TEST_CASE("what hangs below managed resources is named by drift, doctor and unmanaged, each with its owner")
{
  Workspace workspace;
  workspace.apply_well();
  const auto set = id_of(workspace, "data_sets", "Web orders, clean");
  const auto sink = sink_by_hand(workspace, set);
  const auto found = entry_of(unmanaged(workspace), sink);
  REQUIRE(found.is_object());
  CHECK(found.at("below") == "web-orders/nexset/clean");
  CHECK(found.at("export").get<std::string>().ends_with("--sink " + std::to_string(sink)));
  auto ran = workspace.run({"drift", "-e", "dev"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK_MESSAGE(
      says(ran, "data_sink \"By hand\" (id " + std::to_string(sink) + "), below web-orders/nexset/clean, is nobody's"),
      ran.out);
  ran = workspace.run({"drift", "-e", "dev", "--format", "json"});
  CHECK(json::parse(ran.out).at("hanging").at(0).at("id") == sink);
  CHECK_MESSAGE(says(workspace.run({"doctor", "-e", "dev"}), "is nobody's"), ran.out);

  workspace.edit_live("data_sinks", sink, {{"description", "[flowsync other-project-x1y2/prod flow/sink/x]"}});
  CHECK(entry_of(unmanaged(workspace), sink).is_null());
  ran = workspace.run({"drift", "-e", "dev"});
  CHECK_MESSAGE(says(ran, "belongs to other-project-x1y2/prod"), ran.out);
}

TEST_CASE("a copy made in the UI is nobody's, and what others own is counted")
{
  Workspace workspace;
  workspace.apply_well();
  const auto copy =
      workspace
          .api("POST", "/data_sources/" + std::to_string(id_of(workspace, "data_sources", "Web orders")) + "/copy",
               json::object())
          .at("id")
          .get<std::int64_t>();
  CHECK(entry_of(unmanaged(workspace), copy).is_object());
  workspace.edit_live("data_sources", copy,
                      {{"owner_id", 43}, {"accessors", {{{"user_id", 42}, {"role", "collaborator"}}}}});
  CHECK(entry_of(unmanaged(workspace), copy).is_null());
  const auto ran = workspace.run({"unmanaged", "-e", "dev"});
  CHECK_MESSAGE(says(ran, "1 resource of other users left out"), ran.out);
}
