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

TEST_CASE("numbers are shown, sent and kept with the text that the specs give them")
{
  const std::vector<std::pair<std::string, std::string>> numbers{{"version", "3.10"},
                                                                 {"commit", "1234567e8"},
                                                                 {"ratio", "0.1234567890123456789"},
                                                                 {"tiny", "1e-400"},
                                                                 {"offset", "-0"}};
  Workspace workspace;
  std::string lines = "path: ${var.bucket}/orders";
  for (const auto& [key, text] : numbers) {
    lines += "\n      " + key + ": " + text;
  }
  workspace.edit(k_order_file, "path: ${var.bucket}/orders",
                 lines + "\n      list: [{key: a, n: 2.50}, {key: b, n: 1E2}]");
  CHECK(says(workspace.plan(), "list/0/n = 2.50"));
  const auto shows_all = [&](const Ran& ran, const std::string& between) {
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    for (const auto& number : numbers) {
      CHECK_MESSAGE(says(ran, number.first + between + number.second), number.first << ran.out);
    }
    CHECK(ran.out.find("subtype") == std::string::npos);
  };
  shows_all(workspace.run({"render", "-e", "dev"}), ": ");
  shows_all(workspace.run({"render", "-e", "dev", "--format", "json"}), "\": ");
  shows_all(workspace.plan(), " = ");
  shows_all(workspace.run({"plan", "-e", "dev", "--format", "markdown"}), " = ");
  shows_all(workspace.run({"plan", "-e", "dev", "--full"}), " = ");
  shows_all(workspace.run({"plan", "-e", "dev", "--format", "json", "--out", "saved.plan"}), "\": ");
  shows_all(workspace.run({"show", "saved.plan", "--format", "json"}), "\": ");
  const auto applied = workspace.run({"apply", "saved.plan", "--auto-approve"});
  CHECK_MESSAGE(applied.exit == 0, applied.out << applied.err);
  CHECK(ends_with_no_changes(workspace.plan()));
  CHECK(workspace.run({"drift", "-e", "dev"}).exit == 0);

  workspace.edit(k_order_file, "version: 3.10", "version: 3.20");
  CHECK(says(workspace.plan(), "3.1 -> 3.20"));
  workspace.apply_well();
  CHECK(ends_with_no_changes(workspace.plan()));
  workspace.edit(k_order_file, "version: 3.20", "version: 1e400");
  CHECK(says(workspace.run({"validate"}), "put it in quotes if text is meant"));
}
