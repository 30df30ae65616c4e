#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace flowsync::importer {

// When a Quartz schedule with a year (API notes E1) was due for the last time, if that can be told and no later date
// can follow; for example 2025-07-16T18:45:00Z for "0 45 18 16 7 ? 2025". Nothing for schedules that go on. Ranges,
// lists and * count with their latest value, so the schedule never fires after the time returned.
std::optional<WallTime> last_due(std::string_view cron);

} // namespace flowsync::importer
