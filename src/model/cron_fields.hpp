#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace flowsync {

// One of the fields of a Quartz schedule (API notes E1).
struct CronField
{
  std::string_view name;
  int lowest;
  int highest;
  std::string_view names; // words for the numbers from `lowest` on, three letters each

  // The value that a number or word stands for; nothing for one that the field does not have.
  std::optional<int> value(std::string_view text) const;
  // Of 0/15: years are counted from the first.
  constexpr int largest_step() const { return lowest > 1 ? highest - lowest : highest; }
};

// In the order in which they are written; the last may be left out.
inline constexpr std::array k_cron_fields{
    CronField{"second", 0, 59, ""},
    CronField{"minute", 0, 59, ""},
    CronField{"hour", 0, 23, ""},
    CronField{"day of the month", 1, 31, ""},
    CronField{"month", 1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"},
    CronField{"day of the week", 1, 7, "SUNMONTUEWEDTHUFRISAT"},
    CronField{"year", 1970, 2099, ""},
};

// Where a field stands in a schedule.
namespace cron_field {
inline constexpr std::size_t second = 0;
inline constexpr std::size_t minute = 1;
inline constexpr std::size_t hour = 2;
inline constexpr std::size_t day = 3;
inline constexpr std::size_t month = 4;
inline constexpr std::size_t weekday = 5;
inline constexpr std::size_t year = 6;
} // namespace cron_field

// The number, if it is one from `lowest` to `highest`.
std::optional<int> cron_number(std::string_view text, int lowest, int highest);

// The fields of a schedule as they are written, however many.
std::vector<std::string_view> cron_words(std::string_view schedule);

} // namespace flowsync
