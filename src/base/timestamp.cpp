#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <ctime>

namespace flowsync {

namespace {

// Reads exactly `count` digits of `text` from `at`; nothing when there are fewer.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
  if (at + count > text.size()) {
    return std::nullopt;
  }
  int value = 0;
  const auto* const begin = text.data() + at;
  const auto read = std::from_chars(begin, begin + count, value);
  if (read.ec != std::errc{} || read.ptr != begin + count || *begin == '-') {
    return std::nullopt;
  }
  return value;
}

std::optional<WallTime> civil_time(int year, int month, int day, int hour, int minute, int second)
{
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  constexpr int k_first_year = 1900; // WallTime reaches from 1677 to 2262
  constexpr int k_last_year = 2200;
  if (year < k_first_year || year > k_last_year || !date.ok() || hour > 24 || minute > 59 || second > 60) {
    return std::nullopt;
  }
  return WallTime{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

} // namespace

std::string format_timestamp(WallTime time)
{
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time);
  const auto days = std::chrono::floor<std::chrono::days>(whole);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{whole - days};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<WallTime> parse_timestamp(std::string_view text)
{
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  const auto second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' ||
      (text[10] != 'T' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  auto time = civil_time(*year, *month, *day, *hour, *minute, *second);
  if (!time) {
    return std::nullopt;
  }
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    ++at;
    int scale = 100;
    int millis = 0;
    const auto first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      millis += (text[at] - '0') * scale;
      scale /= 10;
      ++at;
    }
    if (at == first) {
      return std::nullopt;
    }
    *time += std::chrono::milliseconds{millis};
  }
  const auto zone = text.substr(at);
  if (zone.empty() || zone == "Z" || zone == "z" || zone == " UTC") {
    return time;
  }
  const auto zone_hours = digits(zone, 1, 2);
  const auto zone_minutes = digits(zone, zone.size() == 6 ? 4 : 3, 2);
  if ((zone[0] != '+' && zone[0] != '-') || !zone_hours || !zone_minutes || (zone.size() != 5 && zone.size() != 6)) {
    return std::nullopt;
  }
  const auto offset = std::chrono::hours{*zone_hours} + std::chrono::minutes{*zone_minutes};
  return zone[0] == '+' ? *time - offset : *time + offset;
}

std::optional<WallTime> parse_http_date(std::string_view text)
{
  static constexpr std::array<std::string_view, 12> k_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const auto day = digits(text, 5, 2);
  const auto year = digits(text, 12, 4);
  const auto hour = digits(text, 17, 2);
  const auto minute = digits(text, 20, 2);
  const auto second = digits(text, 23, 2);
  for (std::size_t month = 0; month < k_months.size(); ++month) {
    if (text.substr(8, 3) == k_months[month] && day && year && hour && minute && second) {
      return civil_time(*year, static_cast<int>(month) + 1, *day, *hour, *minute, *second);
    }
  }
  return std::nullopt;
}

std::optional<Duration> parse_duration(std::string_view text)
{
  constexpr Duration k_longest = std::chrono::hours{99'999};
  std::int64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  const auto unit = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
  const Duration step = unit == "ms"  ? Duration{1}
                        : unit == "s" ? std::chrono::seconds{1}
                        : unit == "m" ? std::chrono::minutes{1}
                        : unit == "h" ? std::chrono::hours{1}
                                      : Duration{0};
  if (read.ec != std::errc{} || step == Duration{0} || count < 0 || count > k_longest / step) {
    return std::nullopt;
  }
  return count * step;
}

std::string format_duration(Duration duration)
{
  const auto millis = duration.count();
  if (millis < 1000) {
    return fmt::format("{}ms", millis);
  }
  if (millis < 60'000) {
    return fmt::format("{:.1f}s", static_cast<double>(millis) / 1000);
  }
  const auto seconds = std::llround(static_cast<double>(millis) / 1000);
  if (seconds < 3600) {
    return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  }
  return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
}

} // namespace flowsync
