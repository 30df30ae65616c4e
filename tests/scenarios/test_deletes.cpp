#include "both_sides.hpp"

#include <filesystem>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_people_file = "environments/base/flows/people.yaml";
const std::vector<std::string> k_prune{"apply", "-e", "dev", "--auto-approve", "--prune"};

// The one spec in the trash, by path relative to the project.
std::string trashed(const Workspace& workspace, const std::string& name)
{
  std::string found;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(workspace.root() / ".flowsync/state/dev/trash")) {
    if (entry.path().filename() == name) {
      found = std::filesystem::relative(entry.path(), workspace.root()).string();
    }
  }
  REQUIRE(!found.empty());
  return found;
}

json ids_of(Workspace& workspace)
{
  json ids;
  for (const auto& [type, name] : std::vector<std::pair<std::string, std::string>>{
           {"data_sources", "Web orders"}, {"data_sets", "Web orders, clean"}, {"data_sinks", "WEB_ORDERS"}}) {
    ids[name] = workspace.only(type, name).at("id");
  }
  return ids;
}

} // namespace

TEST_CASE("prune deletes just the removed flow, under the plan's own number, and the trash brings it back")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_dev_file, "  variables:", "  safety: {max_deletes: 0}\n  variables:");
    workspace.apply_well();
    const auto neighbour = workspace.api(
        "POST", "/data_sources",
        {{"name", "People"},
         {"source_type", "postgres"},
         {"data_credentials_id", workspace.only("data_sources", "People").at("data_credentials").at("id")},
         {"source_config", {{"table", "x"}}}});
    const auto kept = ids_of(workspace);
    const auto before = workspace.plan_json();
    CHECK(before.at("summary").at("delete") == 0);
    workspace.remove(k_people_file);

    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.clear_log();
    CHECK(workspace.apply().exit == 0);
    CHECK(workspace.writes() == 0);
    auto refused = workspace.run(k_prune);
    CHECK(refused.exit == 6);
    CHECK(says(refused, "--confirm-deletes 4"));
    auto words = k_prune;
    words.emplace_back("--confirm-deletes");
    words.emplace_back("3");
    CHECK(workspace.run(words).exit == 6);
    CHECK(workspace.writes() == 0);

    words.back() = "4";
    const auto pruned = workspace.run(words);
    INFO(pruned.err);
    REQUIRE(pruned.exit == 0);
    CHECK(workspace.live("data_sinks", "People one").empty());
    CHECK(workspace.live("data_sinks", "People two").empty());
    CHECK(workspace.only("data_sources", "People").at("id") == neighbour.at("id"));
    CHECK(ids_of(workspace) == kept);
    CHECK(ends_with_no_changes(workspace.plan()));

    workspace.api("DELETE", "/data_sources/" + std::to_string(neighbour.at("id").get<std::int64_t>()));
    workspace.write("environments/dev/flows/people.yaml", workspace.read(trashed(workspace, "people.yaml")));
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "People one").at("sink_config").at("insert.mode") == "INSERT");
    CHECK(workspace.only("data_sources", "People").at("source_config").at("table") == "people");
    CHECK(workspace.only("data_sources", "People").at("status") == "ACTIVE");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("destroy deletes what is bound and marked, and nothing else")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    workspace.apply_well("prod");
    const auto demo = workspace.api("GET", "/data_sinks/6513");
    CHECK(workspace.run({"destroy", "-e", "dev"}).exit == 1);
    CHECK(workspace.run({"destroy", "-e", "dev", "--confirm", "prod"}).exit == 1);
    const auto prevented = workspace.run({"destroy", "-e", "prod", "--confirm", "prod"});
    CHECK(prevented.exit == 6);
    CHECK(says(prevented, "prevent_delete"));
    const auto destroyed = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
    INFO(destroyed.err);
    REQUIRE(destroyed.exit == 0);
    CHECK(says(destroyed, "9 destroyed"));
    CHECK(workspace.live("data_sources", "Web orders").size() == 1);
    CHECK(workspace.live("data_sets", "Web orders, clean").size() == 1);
    CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
    CHECK(workspace.api("GET", "/data_sinks/6513") == demo);
    CHECK(ends_with_no_changes(workspace.plan("prod")));
    CHECK(workspace.plan_json().at("summary").at("create") == 7);
    const auto again = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
    CHECK(again.exit == 0);
    CHECK(says(again, "No changes."));
  });
}

TEST_CASE("what others hung below stops the deletion of what it hangs from, and of nothing else")
{
  Workspace workspace;
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "People one");
  workspace.api("POST", "/data_sinks",
                {{"name", "Somebody's"},
                 {"sink_type", "snowflake"},
                 {"data_set_id", sink.at("data_set_id")},
                 {"data_credentials_id", sink.at("data_credentials").at("id")},
                 {"sink_config", {{"table", "X"}}}});
  workspace.remove(k_people_file);
  const auto ran = workspace.run(k_prune);
  CHECK(ran.exit == 3);
  CHECK(says(ran, "Somebody's"));
  CHECK(workspace.only("data_sinks", "Somebody's").at("id").is_number());
  CHECK(workspace.only("data_sources", "People").at("status") == "ACTIVE");
  CHECK(workspace.live("data_sinks", "People one").empty());
}

TEST_CASE("what lost its mark is not deleted")
{
  Workspace workspace;
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "People two");
  workspace.edit_live("data_sinks", sink.at("id"), {{"description", "mine now"}});
  workspace.remove(k_people_file);
  const auto ran = workspace.run(k_prune);
  CHECK(ran.exit == 3);
  CHECK(says(ran, "does not carry its mark"));
  CHECK(workspace.only("data_sinks", "People two").at("id") == sink.at("id"));
  CHECK(workspace.live("data_sources", "People").size() == 1);
  CHECK(workspace.live("data_sinks", "People one").empty());
}

TEST_CASE("specs that name nothing any more prune nothing, and broken ones plan nothing")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.clear_log();
  SUBCASE("empty")
  {
    workspace.remove("environments/base/flows");
    CHECK(workspace.run(k_prune).exit == 6);
  }
  SUBCASE("broken")
  {
    workspace.write(k_people_file, "apiVersion: [\n");
    CHECK(workspace.run(k_prune).exit == 1);
  }
  SUBCASE("emptied file")
  {
    workspace.write(k_people_file, "# nothing\n");
    workspace.edit(k_dev_file, "  variables:", "  safety: {max_deletes: 0}\n  variables:");
    CHECK(workspace.run(k_prune).exit == 6);
  }
  CHECK(workspace.writes() == 0);
}

TEST_CASE("another source type replaces the whole flow, on either side of every doubt about deleting")
{
  SwitchValues switches;
  SUBCASE("default switches") {}
  SUBCASE("the other side")
  {
    switches = k_other_side;
  }
  SUBCASE("sets stay when their source goes")
  {
    switches = {{"source_delete", "keep"}};
  }
  SUBCASE("a source with sets is not deleted")
  {
    switches = {{"source_delete", "refuse"}};
  }
  SUBCASE("deleting cascades")
  {
    switches = {{"set_delete", "cascade"}, {"delete_missing", "200"}};
  }
  SUBCASE("names are unique")
  {
    switches = {{"duplicate_names", "409"}, {"delete_active_code", "400"}};
  }
  SUBCASE("empty replies")
  {
    switches = {{"delete_reply", "empty"}, {"activate_cascades", "self"}};
  }
  Workspace workspace(switches);
  workspace.apply_well();
  const auto before = ids_of(workspace);
  workspace.edit(k_order_file, "type: s3\n", "type: gcs\n");
  const auto plan = workspace.plan_json();
  CHECK(plan.at("summary").at("replace") == 5);
  CHECK(change_of(plan, "web-orders/source").at("change").at("actions") == json{"delete", "create"});
  CHECK(change_of(plan, "web-orders/sink/archive").at("action_reason") == "parent_replaced");
  const auto ran = workspace.apply();
  INFO(ran.out);
  INFO(ran.err);
  REQUIRE(ran.exit == 0);
  const auto after = ids_of(workspace);
  for (const auto& item : after.items()) {
    CHECK_MESSAGE(item.value() != before.at(item.key()), item.key());
  }
  CHECK(workspace.only("data_sources", "Web orders").at("status") == "ACTIVE");
  CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("status") == "ACTIVE");
  CHECK(ends_with_no_changes(workspace.plan()));
}

TEST_CASE("a delete that was answered and not done is repeated")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove(k_people_file);
  workspace.fault({{"method", "DELETE"}, {"action", "no_persist"}, {"times", 2}});
  const auto ran = workspace.run(k_prune);
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.live("data_sources", "People").empty());
}

TEST_CASE("a rename without a moved entry is refused with the entry, and with it nothing is made anew")
{
  on_both_sides([](Workspace& workspace) {
    workspace.apply_well();
    const auto before = ids_of(workspace);
    workspace.edit(k_order_file, "    - key: warehouse\n", "    - key: lake\n");
    workspace.clear_log();
    auto ran = workspace.run(k_prune);
    CHECK(ran.exit == 6);
    CHECK(says(ran, "{from: web-orders/sink/warehouse, to: web-orders/sink/lake}"));
    CHECK(workspace.writes() == 0);
    workspace.write(k_order_file, workspace.read(k_order_file) +
                                      "moved:\n  - {from: web-orders/sink/warehouse, to: web-orders/sink/lake}\n");
    ran = workspace.run(k_prune);
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ids_of(workspace) == before);
    CHECK(
        workspace.only("data_sinks", "WEB_ORDERS").at("description").get<std::string>().find("web-orders/sink/lake]") !=
        std::string::npos);
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}
