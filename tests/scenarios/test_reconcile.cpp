#include "daemon.hpp"
#include "pushed_project.hpp"

#include "torture/sample_project.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace flowsync::scenarios;

namespace {

constexpr auto k_table = "table: WEB_ORDERS";

std::string table_of(Workspace& workspace)
{
  const auto sinks = workspace.live("data_sinks", "WEB_ORDERS");
  return sinks.size() == 1 ? sinks.front().at("sink_config").value("table", "") : "";
}

bool has_table(Workspace& workspace, const std::string& table)
{
  return eventually([&] { return table_of(workspace) == table; });
}

} // namespace

TEST_CASE("reconcile applies what is pushed, leaves a broken commit alone, and touches no file of the folder")
{
  PushedProject project;
  auto& workspace = project.workspace;
  workspace.write(k_order_file, "kind: [ half written");
  Daemon daemon(workspace, {"reconcile", "-e", "dev", "--every", "200ms"});
  REQUIRE(has_table(workspace, "WEB_ORDERS"));
  project.push_edit(k_order_file, k_table, "table: [WEB_ORDERS");
  std::this_thread::sleep_for(std::chrono::milliseconds(5000));
  CHECK(table_of(workspace) == "WEB_ORDERS");
  project.push_edit(k_order_file, "table: [WEB_ORDERS", "table: ORDERS_OF_THE_WEB");
  CHECK(has_table(workspace, "ORDERS_OF_THE_WEB"));
  CHECK(workspace.live("data_sinks", "People one").size() == 1);
  const auto ran = daemon.end();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(ran.out.empty());
  CHECK(times(ran.err, "dev: failed (specs)") > 1);
  CHECK_MESSAGE(times(ran.err, "[yaml-syntax]") == 1, ran.err); // why is said once
  CHECK(workspace.read(k_order_file) == "kind: [ half written");
  CHECK(!std::filesystem::exists(workspace.root() / ".git/FETCH_HEAD"));
}

TEST_CASE("an environment that fails stops no other, and is told with the exit code of a single turn")
{
  Workspace workspace;
  workspace.write("environments/broken/environment.yaml",
                  "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: broken}\nspec:\n  nexla: {url: "
                  "\"https://no.such.host.example\", auth: {service_key: \"${env.NO_KEY}\"}}\n");
  const auto ran = workspace.run({"reconcile", "-e", "broken", "-e", "dev", "--once"});
  CHECK(ran.exit != 0);
  CHECK(says(ran, "Nothing to fetch"));
  CHECK(says(ran, "broken: failed ("));
  CHECK(says(ran, "dev: applied the specs"));
  CHECK(workspace.run({"reconcile", "-e", "dev", "--once"}).exit == 0);
}

TEST_CASE("SIGHUP begins a turn at once, and only looking changes nothing")
{
  PushedProject project;
  auto& workspace = project.workspace;
  REQUIRE(workspace.run({"reconcile", "-e", "dev", "--once", "-q"}).err.empty());
  workspace.clear_log();
  Daemon daemon(workspace, {"reconcile", "-e", "dev", "--every", "1h"});
  REQUIRE(eventually([&] { return !workspace.request_log().empty(); })); // its first turn has fetched
  project.push_edit(k_order_file, k_table, "table: LATER");
  CHECK(table_of(workspace) == "WEB_ORDERS");
  daemon.signal(SIGHUP);
  CHECK(has_table(workspace, "LATER"));
  CHECK(daemon.end(SIGINT).exit == 0);

  project.push_edit(k_order_file, "table: LATER", "table: NEVER");
  workspace.clear_log();
  const auto looked = workspace.run({"reconcile", "-e", "dev", "--once", "--drift-only"});
  CHECK(looked.exit == 2);
  CHECK(says(looked, "dev: differs from "));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("of several that reconcile one environment one acts, the others stand by and say so once")
{
  PushedProject project(SwitchValues{{"latency_ms", "60"}});
  auto& workspace = project.workspace;
  std::vector<std::string> words{"reconcile", "-e", "dev", "--every", "150ms"};
  Daemon first(workspace, words);
  Daemon second(workspace, words);
  Daemon third(workspace, words);
  REQUIRE(has_table(workspace, "WEB_ORDERS"));
  REQUIRE(eventually([&] { return ends_with_no_changes(workspace.plan()); }));
  std::size_t stood_by = 0;
  for (auto* const one : {&first, &second, &third}) {
    const auto ran = one->end();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK_MESSAGE(times(ran.err, "dev: failed") == 0, ran.err);
    const auto said = times(ran.err, "standing by");
    CHECK(said <= 1);
    stood_by += said;
  }
  CHECK(stood_by > 0);
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
  CHECK(workspace.live("data_sinks", "People one").size() == 1);
}

TEST_CASE("what no later turn makes good ends reconcile at once")
{
  Workspace workspace;
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"-e", "nowhere"}, "there is no environment `nowhere`"},
           {{"-e", "dev", "--remote", "upstream"}, "is not in a git work tree"},
           {{"-e", "dev", "--every", "1ms"}, "--every is 100ms at least"},
           {{"-e", "dev", "--drift-only", "--prune"}, "--drift-only changes nothing"},
           {{}, "needs an environment"}}) {
    auto all = words;
    all.insert(all.begin(), "reconcile");
    const auto ran = workspace.run(all);
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, told), ran.err);
  }
}
