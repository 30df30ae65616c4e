#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"

#include <vector>

namespace flowsync::desired {

// Warns of sources whose schedule is never due, or was due for the last time (API notes E1: legal, and nothing runs).
void check_schedules(const std::vector<DesiredResource>& resources, WallTime now, Diagnostics& diagnostics);

} // namespace flowsync::desired
