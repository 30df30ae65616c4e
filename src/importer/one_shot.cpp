#include "importer/one_shot.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace flowsync::importer {

namespace {

constexpr std::string_view k_months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";

std::optional<int> number(std::string_view text)
{
  int value = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec == std::errc{} && read.ptr == end) {
    return value;
  }
  const auto at = text.size() == 3 ? k_months.find(upper(text)) : std::string_view::npos;
  return at != std::string_view::npos && at % 3 == 0 ? std::optional(static_cast<int>(at / 3) + 1) : std::nullopt;
}

// The latest value of a field made of numbers, ranges and lists; `open_end` for anything else.
int latest(std::string_view field, int open_end)
{
  int result = 0;
  for (const auto part : split(field, ',')) {
    const auto dash = part.find('-');
    const auto value = number(dash == std::string_view::npos ? part : part.substr(dash + 1));
    result = std::max(result, value.value_or(open_end));
  }
  return std::min(result, open_end);
}

} // namespace

std::optional<WallTime> last_due(std::string_view cron)
{
  std::vector<std::string_view> fields;
  for (const auto field : split(cron, ' ')) {
    if (!field.empty()) {
      fields.push_back(field);
    }
  }
  constexpr int k_never_ends = 2100; // Quartz ends in 2099
  const int year = fields.size() == 7 ? latest(fields[6], k_never_ends) : k_never_ends;
  if (year >= k_never_ends || year < 1970) {
    return std::nullopt;
  }
  const auto month = static_cast<unsigned>(std::max(1, latest(fields[4], 12)));
  const std::chrono::year_month_day_last month_end{std::chrono::year{year},
                                                   std::chrono::month_day_last{std::chrono::month{month}}};
  const auto day_of_month = std::max(1, latest(fields[3], static_cast<int>(static_cast<unsigned>(month_end.day()))));
  return WallTime{std::chrono::sys_days{std::chrono::year_month_day{
             month_end.year(), month_end.month(), std::chrono::day{static_cast<unsigned>(day_of_month)}}}} +
         std::chrono::hours{latest(fields[2], 23)} + std::chrono::minutes{latest(fields[1], 59)} +
         std::chrono::seconds{latest(fields[0], 59)};
}

} // namespace flowsync::importer
