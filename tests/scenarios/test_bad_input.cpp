#include "workspace.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("an unreadable file is named, nothing is planned from the rest")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.clear_log();
  workspace.remove(k_order_file);
  SUBCASE("a pipe in its place")
  {
    REQUIRE(::mkfifo((workspace.root() / k_order_file).c_str(), 0600) == 0);
  }
  SUBCASE("not UTF-8")
  {
    workspace.write(k_order_file, "kind: Flow\nname: \xff\xfe\n");
  }
  SUBCASE("no YAML")
  {
    workspace.write(k_order_file, "apiVersion: [flowsync/v1\nkind: Flow\n");
  }
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "environments/base/flows/orders.yaml"));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("a wrong kind, a misspelt key and a missing variable are all found in one run")
{
  Workspace workspace;
  workspace.edit(k_order_file, "    credential: files\n", "    credentail: files\n");
  workspace.edit(k_order_file, "${var.bucket}", "${var.bukcet}");
  workspace.edit("environments/base/flows/people.yaml", "kind: Flow", "kind: Flwo");
  const auto ran = workspace.run({"validate"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "environments/base/flows/orders.yaml:10:5: error:"));
  CHECK(says(ran, "credential"));
  CHECK(says(ran, "environments/base/flows/orders.yaml:12:13: error:"));
  CHECK(says(ran, "environments/base/flows/people.yaml:2:7: error:"));
  CHECK(says(ran, "Flwo"));
}

TEST_CASE("an unknown environment is answered with the nearest and the list")
{
  Workspace workspace;
  const auto ran = workspace.plan("prd");
  CHECK(ran.exit == 1);
  CHECK(says(ran, "prod"));
  CHECK(says(ran, "dev"));
}

TEST_CASE("an unreachable service exits 7 and leaves the state as it was")
{
  Workspace workspace;
  workspace.apply_well();
  const auto before = workspace.read(".flowsync/state/dev/state.json");
  REQUIRE(!before.empty());
  workspace.stop_account();
  for (const auto* const command : {"plan", "apply"}) {
    const auto ran = workspace.run({command, "-e", "dev"});
    CHECK(ran.exit == (std::string(command) == "plan" ? 7 : 1)); // apply without a terminal refuses before anything
  }
  CHECK(workspace.apply().exit == 7);
  CHECK(workspace.read(".flowsync/state/dev/state.json") == before);
}

TEST_CASE("a wrong key and another organisation exit 5 and write nothing")
{
  Workspace workspace;
  SUBCASE("wrong key")
  {
    workspace.environment["NEXLA_KEY"] = "wrong-key-value";
    const auto ran = workspace.apply();
    CHECK(ran.exit == 5);
    CHECK(!says(ran, "wrong-key-value"));
  }
  SUBCASE("no key")
  {
    workspace.environment.erase("NEXLA_KEY");
    const auto ran = workspace.apply();
    CHECK(ran.exit == 5);
    CHECK(says(ran, "NEXLA_KEY"));
    CHECK(says(ran, "environments/dev/environment.yaml:"));
  }
  SUBCASE("pinned organisation")
  {
    workspace.edit("environments/dev/environment.yaml", "  nexla:\n", "  nexla:\n    org: 9\n");
    CHECK(workspace.apply().exit == 5);
  }
  SUBCASE("the organisation that applied last")
  {
    workspace.apply_well();
    workspace.clear_log();
    workspace.environment["NEXLA_KEY"] = "sim-service-key-other-org";
    CHECK(workspace.apply().exit == 5);
  }
  CHECK(workspace.writes() == 0);
}

TEST_CASE("replies that make no sense stop a plan with the reason, and nothing is written")
{
  Workspace workspace;
  workspace.apply_well();
  const auto state = workspace.read(".flowsync/state/dev/state.json");
  workspace.clear_log();
  int exit = 7;
  std::string word;
  SUBCASE("HTML instead of JSON")
  {
    workspace.fault({{{"path", "^/data_sinks"}, {"action", "html"}, {"times", 0}}});
    word = "HTML";
  }
  SUBCASE("a truncated body")
  {
    workspace.fault({{{"path", "^/data_sinks"}, {"action", "truncate"}, {"bytes", 40}, {"times", 0}}});
    word = "data_sinks";
  }
  SUBCASE("an error with an empty body")
  {
    workspace.set({{"error_shape", "empty"}});
    workspace.fault({{{"path", "^/data_sinks"}, {"action", "status"}, {"status", 403}, {"times", 0}}});
    exit = 5;
    word = "403";
  }
  const auto ran = workspace.plan();
  CHECK_MESSAGE(ran.exit == exit, ran.err);
  CHECK_MESSAGE(says(ran, word), ran.err);
  CHECK(workspace.writes() == 0);
  CHECK(workspace.read(".flowsync/state/dev/state.json") == state);
}

TEST_CASE("a service without paging headers, or one that ignores pages, changes nothing")
{
  Workspace workspace({{"list_headers", "off"}, {"ignore_page", "on"}});
  workspace.apply_well();
  CHECK(workspace.plan().exit == 0);
  CHECK(says(workspace.plan(), "No changes."));
}

TEST_CASE("a full disk stops an apply with a reason, and run again, nothing is there twice")
{
  Workspace workspace;
  const auto ran = run_program({"apply", "-e", "dev", "--auto-approve"}, workspace.environment, workspace.root(), 600);
  CHECK_MESSAGE((ran.exit == 3 || ran.exit == 1), ran.exit << ran.err);
  CHECK_MESSAGE(ran.err.find("File too large") != std::string::npos, ran.err); // the system's reason, whoever met it
  workspace.apply_well();
  CHECK(says(workspace.plan(), "No changes."));
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
  CHECK(workspace.live("data_sources", "People").size() == 1);
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
}

TEST_CASE("what the format reserves says that it is not supported yet, with its line")
{
  Workspace workspace;
  workspace.edit(k_order_file, "  source:\n", "  hooks: {before: notify}\n  source:\n");
  const auto ran = workspace.run({"validate"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, k_order_file));
  CHECK(says(ran, "not supported yet"));
}

TEST_CASE("a replace and a prune are shown, and refused before any write where deletes are prevented")
{
  Workspace workspace;
  workspace.edit(k_dev_file, "  variables:", "  safety: {prevent_delete: true}\n  variables:");
  workspace.apply_well();
  workspace.clear_log();
  std::vector<std::string> words{"apply", "-e", "dev", "--auto-approve"};
  SUBCASE("replace")
  {
    workspace.edit(k_order_file, "type: gcs\n", "type: s3\n");
  }
  SUBCASE("prune")
  {
    workspace.remove("environments/base/flows/people.yaml");
    words.emplace_back("--prune");
  }
  const auto ran = workspace.run(words);
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(says(ran, "Plan:"));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("a removed flow is kept, with a warning and without a difference")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove("environments/base/flows/people.yaml");
  const auto ran = workspace.plan();
  CHECK(ran.exit == 0);
  CHECK(says(ran, "No changes."));
  CHECK(says(ran, "resources of people stay as they are"));
  CHECK(workspace.apply().exit == 0);
  CHECK(workspace.live("data_sources", "People").size() == 1);
}
