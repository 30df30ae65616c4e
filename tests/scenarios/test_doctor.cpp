#include "both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("doctor says what stands, whose the key is, and what would stop an apply")
{
  Workspace workspace;
  auto fresh = workspace.run({"doctor", "-e", "dev"});
  CHECK_MESSAGE(fresh.exit == 0, fresh.out << fresh.err);
  CHECK(says(fresh, "nothing is recorded as applied yet"));
  CHECK(says(fresh, "Demo Organisation (7)"));
  CHECK(says(fresh, "Nothing would stop an apply."));
  CHECK(workspace.live("data_sources", "Web orders").empty());

  workspace.environment["NEXLA_KEY"] = "wrong";
  const auto refused = workspace.run({"doctor", "-e", "dev"});
  CHECK(refused.exit == 5);
  CHECK(says(refused, "1 thing would stop an apply."));
  workspace.environment["NEXLA_KEY"] = "sim-service-key";

  workspace.edit(k_order_file, "credential: archive", "credential: arcive");
  const auto wrong = workspace.run({"doctor", "-e", "dev", "--format", "json"});
  CHECK(wrong.exit == 1);
  const auto found = json::parse(wrong.out);
  CHECK(found.at("healthy") == false);
  CHECK(found.at("checks").at(0).at("subject") == "specs");
  CHECK(found.at("checks").at(0).at("verdict") == "stop");
}

TEST_CASE("doctor tells a refusal that apply would answer with, and changes nothing")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_dev_file, "  variables:", "  safety: {prevent_delete: true}\n  variables:");
  workspace.edit(k_order_file, "type: gcs\n", "type: s3\n");
  workspace.clear_log();
  const auto ran = workspace.run({"doctor", "-e", "dev"});
  CHECK_MESSAGE(ran.exit == 6, ran.out << ran.err);
  CHECK(workspace.writes() == 0);
}

TEST_CASE("what a server was seen to do is kept in the state and told by doctor")
{
  Workspace workspace(
      {{"strict_pause", "405"}, {"config_in_lists", "on"}, {"status_after_create", "ACTIVE"}, {"verb_paths", "flow"}});
  workspace.apply_well();
  workspace.edit(k_order_file, "name: Web orders, archive", "name: Web orders, kept");
  workspace.apply_well();
  const auto ran = workspace.run({"doctor", "-e", "dev", "--format", "json"});
  CHECK(ran.exit == 0);
  std::set<std::string> habits;
  const auto found = json::parse(ran.out);
  for (const auto& seen : found.at("habits")) {
    CHECK(!seen.at("text").get<std::string>().empty());
    habits.insert(seen.at("name"));
  }
  for (const auto* const expected : {"strict_pause", "config_in_lists", "runs_after_create", "flow_verbs"}) {
    CHECK_MESSAGE(habits.contains(expected), expected);
  }
  CHECK(says(workspace.run({"doctor", "-e", "dev"}), "even a name or a mark needs a pause"));
}

TEST_CASE("doctor names two replies that tell one transform in different ways")
{
  Workspace workspace(SwitchValues{{"transform_visibility", "nexset"}});
  workspace.apply_well();
  const auto set = std::to_string(workspace.only("data_sets", "Web orders, clean").at("id").get<std::int64_t>());
  for (const auto& container : workspace.api("GET", "/code_containers")) {
    if (container.at("data_sets") == json::array({std::stoll(set)})) {
      workspace.edit_live("code_containers", container.at("id"),
                          {{"code", json::array({{{"operation", "default"}, {"spec", json::object()}}})}});
    }
  }
  const auto ran = workspace.run({"doctor", "-e", "dev"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK(says(ran, "tell the transform of web-orders/nexset/clean in different ways"));
  CHECK(says(ran, "data_set " + set));
}

TEST_CASE("doctor says when nothing could be recorded, and never that a plan stands which cannot be made")
{
  Workspace workspace;
  workspace.write(".flowsync/state", "in the way");
  auto ran = workspace.run({"doctor", "-e", "dev"});
  CHECK_MESSAGE(ran.exit == 1, ran.out << ran.err);
  CHECK(says(ran, ".flowsync/state is not a folder"));
  CHECK(workspace.apply().exit != 0);
  workspace.remove(".flowsync/state");

  workspace.apply_well();
  workspace.remove(".flowsync/state");
  const auto source = workspace.only("data_sources", "Web orders");
  const auto copy = workspace.api("POST", "/data_sources",
                                  {{"name", "Web orders, again"},
                                   {"source_type", "s3"},
                                   {"data_credentials_id", 6027},
                                   {"source_config", {{"path", "x"}}},
                                   {"description", source["description"]}});
  ran = workspace.run({"doctor", "-e", "dev"});
  CHECK_MESSAGE(ran.exit == 6, ran.out << ran.err);
  CHECK_MESSAGE(says(ran, "stop"), ran.out);
  CHECK_MESSAGE(ran.out.find("requests\n") == std::string::npos, ran.out);
}
