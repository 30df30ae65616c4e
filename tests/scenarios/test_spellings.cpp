#include "both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("a service that spells values in its own way and moves keys of its own gets its flows, and is told of once")
{
  Workspace workspace;
  workspace.set({{"spelling", "all"}, {"moving_keys", "on"}});
  workspace.edit(
      k_order_file, "path: ${var.bucket}/orders",
      "path: \" ${var.bucket}/orders/\"\n      query: '{ \"b\" : 1 }'\n      list: [z, a]\n      nothing: {}\n"
      "      version: 1.0");
  const auto first = workspace.apply();
  CHECK_MESSAGE(first.exit == 0, first.out << first.err);
  CHECK(says(first, "both count as one value"));
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
  CHECK(ends_with_no_changes(workspace.plan()));
  workspace.edit(k_order_file, "insert.mode: UPSERT", "insert.mode: INSERT");
  const auto second = workspace.apply();
  CHECK_MESSAGE(second.exit == 0, second.out << second.err);
  CHECK(!says(second, "both count as one value"));
  CHECK(ends_with_no_changes(workspace.plan()));

  workspace.edit_live("data_sources", workspace.only("data_sources", "Web orders").at("id"),
                      {{"source_config", {{"path", "by-hand"}}}});
  const auto drift = workspace.run({"drift", "-e", "dev"});
  CHECK(drift.exit == 2);
  CHECK(says(drift, "/source_config/path"));
}

TEST_CASE("what broke down is told by plan and drift, and apply starts it again")
{
  Workspace workspace;
  workspace.apply_well();
  std::string word = "ERROR";
  SUBCASE("an error") {}
  SUBCASE("a failure, in other letters")
  {
    word = "Failed";
  }
  workspace.edit_live("data_sinks", workspace.only("data_sinks", "WEB_ORDERS").at("id"), {{"status", word}});
  const auto plan = workspace.plan();
  CHECK(!ends_with_no_changes(plan));
  CHECK(says(plan, "has the status"));
  CHECK(workspace.run({"drift", "-e", "dev"}).exit == 2);
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
}
