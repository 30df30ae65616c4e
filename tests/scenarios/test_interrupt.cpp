#include "both_sides.hpp"

#include <chrono>
#include <csignal>
#include <thread>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

// Applies, and sends `signals` one after the other once the account has seen some writes.
Ran apply_and_signal(Workspace& workspace, const std::vector<int>& signals)
{
  std::jthread sender;
  return run_program({"apply", "-e", "dev", "--auto-approve"}, workspace.environment, workspace.root(), 0,
                     [&](int process) {
                       sender = std::jthread([&workspace, &signals, process] {
                         for (int tries = 0; tries < 2000 && workspace.writes() < 3; ++tries) {
                           std::this_thread::sleep_for(std::chrono::milliseconds(5));
                         }
                         for (const auto signal : signals) {
                           ::kill(process, signal);
                           std::this_thread::sleep_for(std::chrono::milliseconds(50));
                         }
                       });
                     });
}

void goes_on_well(Workspace& workspace)
{
  workspace.set({{"latency_ms", "0"}});
  workspace.apply_well();
  for (const auto& made : std::vector<std::pair<std::string, std::string>>{{"data_sources", "Web orders"},
                                                                           {"data_sets", "Web orders, clean"},
                                                                           {"data_sinks", "WEB_ORDERS"},
                                                                           {"data_sinks", "People one"}}) {
    CHECK_MESSAGE(workspace.live(made.first, made.second).size() == 1, made.second);
  }
  CHECK(ends_with_no_changes(workspace.plan()));
}

} // namespace

TEST_CASE("a signal ends an apply once what is in flight is done, exit 130, and the next run goes on")
{
  Workspace workspace;
  workspace.set({{"latency_ms", "40"}});
  std::vector<int> signals{SIGINT};
  SUBCASE("SIGINT") {}
  SUBCASE("SIGTERM")
  {
    signals = {SIGTERM};
  }
  SUBCASE("SIGHUP, which the shell sends once more")
  {
    signals = {SIGHUP, SIGHUP};
  }
  const auto ran = apply_and_signal(workspace, signals);
  CHECK_MESSAGE(ran.exit == 130, ran.out);
  CHECK(says(ran, "Interrupted."));
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").empty());
  goes_on_well(workspace);
}

TEST_CASE("a second signal ends it at once, and nothing is made twice after that")
{
  Workspace workspace;
  workspace.edit(k_dev_file, "  variables:", "  limits: {create_settle: 300ms}\n  variables:");
  workspace.set({{"latency_ms", "200"}});
  const auto ran = apply_and_signal(workspace, {SIGINT, SIGTERM});
  CHECK(ran.exit == 130);
  goes_on_well(workspace);
}
