#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace flowsync {

// When a Quartz schedule is due (API notes E1), in UTC and between 1970 and 2099, which is all the years that Quartz
// knows. Without any time it is never due.
struct ScheduledTimes
{
  std::optional<WallTime> last; // the latest one that is not after a time
  std::optional<WallTime> next; // the first one after it
};

// Nothing for text that is not a schedule.
std::optional<ScheduledTimes> scheduled_times(std::string_view cron, WallTime now);

} // namespace flowsync
