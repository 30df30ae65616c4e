#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// Writes "2026-11-22T09:41:17.250Z": ISO 8601, UTC, milliseconds, as the API does.
std::string format_timestamp(WallTime time);

// Reads ISO 8601 with or without a fraction, with 'Z' or an offset such as +02:00 (no zone means UTC). Returns nothing
// for anything else, also for years before 1900 and after 2200.
std::optional<WallTime> parse_timestamp(std::string_view text);

// Reads an HTTP Date header ("Sun, 22 Nov 2026 09:41:17 GMT") of the same years. Returns nothing for anything else.
std::optional<WallTime> parse_http_date(std::string_view text);

// Reads a duration of a spec or flag: "500ms", "60s", "5m", "2h". Returns nothing for anything else,
// also beyond 99999 hours.
std::optional<Duration> parse_duration(std::string_view text);

// Writes a duration as a person would: "250ms", "4.2s", "3m 05s".
std::string format_duration(Duration duration);

} // namespace flowsync
