#pragma once

#include "base/clock.hpp"
#include "plan/plan.hpp"

#include <optional>

namespace flowsync::plan {

// How long applying takes at least, where the environment limits the requests per second: that, and not the work, is
// then what an apply waits for. `requests_before`: those of looking at the account, if they are still to come. Nothing
// without a limit, and where there is nothing to do.
std::optional<Duration> apply_time(const Plan& plan, std::size_t requests_before = 0);

} // namespace flowsync::plan
