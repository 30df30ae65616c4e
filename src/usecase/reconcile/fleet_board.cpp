#include "usecase/reconcile/fleet_board.hpp"

#include <algorithm>

namespace flowsync::usecase {

namespace {

// What there is still to do after a turn.
std::map<std::string, std::size_t> planned_after(const Turn& turn)
{
  const auto summary = turn.outcome == Turn::Outcome::applied ? plan::Summary{} : turn.plan.summary;
  return {{"create", summary.create}, {"update", summary.update}, {"replace", summary.replace},
          {"delete", summary.remove}, {"adopt", summary.adopt},   {"move", summary.move}};
}

} // namespace

FleetBoard::FleetBoard(const std::vector<std::string>& environments)
{
  for (const auto& name : environments) {
    m_fleet.environments.emplace_back().name = name;
  }
}

void FleetBoard::note(const std::string& environment, const Turn& turn, Duration took, const Traffic& traffic,
                      WallTime at)
{
  const auto plan = std::make_shared<const plan::Plan>(turn.plan);
  const std::lock_guard lock(m_mutex);
  const auto found = std::find_if(m_fleet.environments.begin(), m_fleet.environments.end(),
                                  [&](const auto& known) { return known.name == environment; });
  if (found == m_fleet.environments.end() || turn.outcome == Turn::Outcome::interrupted) {
    return;
  }
  auto& known = *found;
  const bool failed = turn.outcome == Turn::Outcome::failed;
  ++known.turns[std::string(name_of(turn.outcome))];
  if (failed) {
    ++known.failures[std::string(turn.reason)];
  } else {
    known.last_success = at;
  }
  known.failures_in_a_row = failed ? known.failures_in_a_row + 1 : 0;
  known.last_turn = at;
  known.last_took = took;
  known.all_took += took;
  known.requests = traffic.sent;
  known.throttled = traffic.throttled;
  known.failed_requests = traffic.failed;
  known.commit = turn.commit;
  known.plan = plan;
  if (turn.plan.made) { // otherwise what was seen last is all that is known
    known.resources = turn.resources;
    known.planned = planned_after(turn);
    known.drifted = turn.outcome == Turn::Outcome::applied ? 0 : turn.plan.summary.drifted;
  }
}

view::Fleet FleetBoard::snapshot() const
{
  const std::lock_guard lock(m_mutex);
  return m_fleet;
}

} // namespace flowsync::usecase
