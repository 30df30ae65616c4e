#pragma once

#include "base/clock.hpp"
#include "plan/plan.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::view {

// What is known of one environment that is looked at again and again.
struct FleetEnvironment
{
  std::string name;
  std::map<std::string, std::uint64_t> turns;    // that have ended, by their outcome
  std::map<std::string, std::uint64_t> failures; // those that failed, by the reason
  std::uint64_t failures_in_a_row = 0;
  std::optional<WallTime> last_turn; // its end
  std::optional<WallTime> last_success;
  Duration last_took{0};
  Duration all_took{0};
  std::uint64_t requests = 0;
  std::uint64_t throttled = 0;
  std::uint64_t failed_requests = 0;
  std::string commit;                           // of the specs of the last turn; "" outside git
  std::map<std::string, std::size_t> resources; // what is bound, by its status
  std::map<std::string, std::size_t> planned;   // what there is to do, by the action
  std::size_t drifted = 0;
  std::shared_ptr<const plan::Plan> plan; // the newest; nullptr before the first turn has ended
};

// All of them, and where their specs come from.
struct Fleet
{
  std::vector<FleetEnvironment> environments;
  bool fetches = false; // from a git remote
  std::uint64_t fetched = 0;
  std::uint64_t not_fetched = 0;
  std::optional<WallTime> last_fetch;
};

// In the text format that Prometheus reads (version 0.0.4). Names, units and labels: docs/fleet.md.
std::string fleet_metrics(const Fleet& fleet);

// The newest plan of each environment as one page that loads nothing.
std::string fleet_page(const Fleet& fleet);

} // namespace flowsync::view
