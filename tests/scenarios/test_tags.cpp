#include "both_sides.hpp"
#include "torture/shared_project.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

std::set<std::string> tags_of(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.only(type, name).at("tags").get<std::set<std::string>>();
}

using Tags = std::set<std::string>;

} // namespace

TEST_CASE("tags of a flow and of its parts are made, changed, repaired, left to Nexla and removed")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_order_file, "  source:\n", "  tags: [finance]\n  source:\n");
    workspace.edit(k_order_file, "      type: snowflake\n", "      type: snowflake\n      tags: [daily, finance]\n");
    for (const auto& [path, text] : flowsync::torture::shared_files()) {
      workspace.write(path, text);
    }
    workspace.edit("environments/base/lookups/regions.yaml", "  primary_key", "  tags: [shared]\n  primary_key");
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(tags_of(workspace, "data_sources", "Web orders") == Tags{"finance"});
    CHECK(tags_of(workspace, "data_sets", "Web orders, clean") == Tags{"finance"});
    CHECK(tags_of(workspace, "data_sinks", "WEB_ORDERS") == Tags{"daily", "finance"});
    CHECK(tags_of(workspace, "data_maps", "Regions") == Tags{"shared"});

    const auto sink = workspace.only("data_sinks", "WEB_ORDERS").at("id").get<std::int64_t>();
    workspace.edit_live("data_sinks", sink, {{"tags", {"finance", "daily"}}}); // the same set
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.edit_live("data_sinks", sink, {{"tags", {"finance", "hot"}}});
    const auto drift = workspace.run({"drift", "-e", "dev"});
    CHECK(drift.exit == 2);
    CHECK(says(drift, "/tags"));
    workspace.apply_well();
    CHECK(tags_of(workspace, "data_sinks", "WEB_ORDERS") == Tags{"daily", "finance"});

    // What the specs do not speak of is Nexla's own.
    const auto people = workspace.only("data_sources", "People").at("id").get<std::int64_t>();
    workspace.edit_live("data_sources", people, {{"tags", {"by-hand"}}});
    CHECK(ends_with_no_changes(workspace.plan()));

    workspace.edit(k_order_file, "  tags: [finance]\n  source:\n", "  source:\n");
    workspace.apply_well();
    CHECK(tags_of(workspace, "data_sources", "Web orders").empty());
    CHECK(tags_of(workspace, "data_sinks", "WEB_ORDERS") == Tags{"daily", "finance"});
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("a service that keeps no tags on sinks is told of once, and one that refuses them says so")
{
  Workspace workspace;
  workspace.edit(k_order_file, "      type: snowflake\n", "      type: snowflake\n      tags: [daily]\n");
  SUBCASE("ignored")
  {
    workspace.set({{"tags", "ignored"}});
    const auto ran = workspace.apply();
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(says(ran, "both count as one value"));
    CHECK(ends_with_no_changes(workspace.plan()));
  }
  SUBCASE("refused")
  {
    workspace.set({{"tags", "refused"}});
    const auto ran = workspace.apply();
    CHECK_MESSAGE(ran.exit == 3, ran.out << ran.err);
    CHECK(says(ran, "tags"));
  }
}

TEST_CASE("tags are exported as their word")
{
  Workspace workspace;
  workspace.edit(k_order_file, "  source:\n", "  tags: [finance]\n  source:\n");
  workspace.apply_well();
  const auto source = workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>();
  workspace.remove("environments/base");
  workspace.remove("environments/prod");
  workspace.remove(".flowsync");
  const auto ran = workspace.run({"export", "-e", "dev", "--source", std::to_string(source), "--all"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto text = workspace.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(text.find("tags:\n      - finance\n") != std::string::npos, text);
  CHECK(text.find("api:") == std::string::npos);
  const auto plan = workspace.plan_json();
  CHECK_MESSAGE(plan.at("summary").at("update") == 0, plan.dump(1));
  CHECK(plan.at("summary").at("create") == 0);
}
