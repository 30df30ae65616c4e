#include "scenarios/both_sides.hpp"

#include "support/unfolded.hpp"

#include <algorithm>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

void pause_environment(Workspace& workspace)
{
  workspace.write(k_dev_file, workspace.read(k_dev_file) + "  paused: true\n");
}

void resume_environment(Workspace& workspace)
{
  workspace.edit(k_dev_file, "  paused: true\n", "");
}

// How many of our sources and sinks run.
std::size_t running(Workspace& workspace)
{
  std::size_t count = 0;
  for (const auto& [type, name] :
       std::initializer_list<std::pair<const char*, const char*>>{{"data_sources", "Web orders"},
                                                                  {"data_sources", "People"},
                                                                  {"data_sinks", "WEB_ORDERS"},
                                                                  {"data_sinks", "Web orders, archive"},
                                                                  {"data_sinks", "People one"},
                                                                  {"data_sinks", "People two"}}) {
    for (const auto& item : workspace.live(type, name)) {
      count += item.at("status") == "ACTIVE" ? 1U : 0U;
    }
  }
  return count;
}

} // namespace

TEST_CASE("one line pauses an environment, and taking it away starts again what ran")
{
  on_both_sides([](Workspace& workspace) {
    workspace.edit(k_order_file, "      name: Web orders, archive\n",
                   "      name: Web orders, archive\n      state: paused\n");
    workspace.apply_well();
    const auto before = running(workspace);
    REQUIRE(before > 3);

    pause_environment(workspace);
    auto ran = workspace.plan();
    CHECK_MESSAGE(says(ran, "`paused: true` at environments/dev/environment.yaml:14 pauses 8 resources in 2 flows"),
                  ran.out);
    CHECK_MESSAGE(!says(ran, "will be updated in-place"), ran.out);
    CHECK_MESSAGE(!says(ran, "Flow by flow"), ran.out);
    const auto plan = workspace.plan_json();
    CHECK(plan.at("summary").at("update") == 8);
    CHECK(change_of(plan, "web-orders/source").at("fields").at(0).at("after") == "PAUSED");
    workspace.apply_well();
    CHECK(running(workspace) == 0);
    CHECK(ends_with_no_changes(workspace.plan()));

    resume_environment(workspace);
    ran = workspace.run({"plan", "-e", "dev", "--format", "markdown"});
    CHECK_MESSAGE(flowsync::testing::unfolded(ran.out).find("starts 8 resources in 2 flows again") != std::string::npos,
                  ran.out);
    workspace.apply_well();
    CHECK(running(workspace) == before);
    CHECK(workspace.only("data_sinks", "Web orders, archive").at("status") != "ACTIVE");
    CHECK(ends_with_no_changes(workspace.plan()));
  });
}

TEST_CASE("limits on changes do not keep an environment from being paused")
{
  Workspace workspace;
  workspace.write(k_dev_file, workspace.read(k_dev_file) + "  safety: {max_changes: 1}\n");
  workspace.apply_well();
  pause_environment(workspace);
  workspace.apply_well();
  CHECK(running(workspace) == 0);
}

TEST_CASE("a new environment that is paused reads nothing")
{
  Workspace workspace;
  pause_environment(workspace);
  workspace.apply_well();
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
  CHECK(running(workspace) == 0);
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "web-orders/source is paused"), plan.out);
}
