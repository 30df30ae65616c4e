#pragma once

#include "usecase/reconcile/reconcile_turn.hpp"
#include "view/fleet.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace flowsync::usecase {

// What the turns of all environments came to so far, for those who ask meanwhile. Thread safe.
class FleetBoard
{
public:
  explicit FleetBoard(const std::vector<std::string>& environments);

  // A turn of an environment ended `at` this time and `took` so long; `traffic` is all that its turns have sent.
  void note(const std::string& environment, const Turn& turn, Duration took, const Traffic& traffic, WallTime at);

  view::Fleet snapshot() const;

private:
  mutable std::mutex m_mutex;
  view::Fleet m_fleet;
};

} // namespace flowsync::usecase
