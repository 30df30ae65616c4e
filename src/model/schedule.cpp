#include "model/schedule.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <string>
#include <vector>

namespace flowsync {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// The values of one field that are wanted, counted from its lowest.
using Wanted = std::bitset<131>;

struct Range
{
  int lowest;
  int highest;
  std::string_view names; // words for the numbers from `lowest` on, three letters each

  std::optional<int> value(std::string_view text) const
  {
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (!text.empty() && read.ec == std::errc{} && read.ptr == end) {
      return number >= lowest && number <= highest ? std::optional(number) : std::nullopt;
    }
    const auto at = text.size() == 3 ? names.find(upper(text)) : std::string_view::npos;
    return at != std::string_view::npos && at % 3 == 0 ? std::optional(lowest + static_cast<int>(at / 3))
                                                       : std::nullopt;
  }
};

constexpr Range k_seconds{0, 59, ""};
constexpr Range k_hours{0, 23, ""};
constexpr Range k_days{1, 31, ""};
constexpr Range k_months{1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"};
constexpr Range k_weekdays{1, 7, "SUNMONTUEWEDTHUFRISAT"};
constexpr Range k_years{1970, 2099, ""};

std::optional<int> number_of(std::string_view text)
{
  return Range{0, 9999, ""}.value(text);
}

// Adds what one part between commas names: *, 5, 5-7, 5/10, */10, 5-7/2. False for anything else.
bool add_part(std::string_view part, const Range& range, Wanted& wanted)
{
  const auto slash = part.find('/');
  const auto step = slash != std::string_view::npos ? number_of(part.substr(slash + 1)) : std::optional(1);
  const auto span = part.substr(0, slash);
  const auto dash = span.find('-');
  const bool all = span == "*";
  const auto from = all ? std::optional(range.lowest) : range.value(span.substr(0, dash));
  const bool open = all || (dash == std::string_view::npos && slash != std::string_view::npos);
  const auto to = open                             ? std::optional(range.highest)
                  : dash != std::string_view::npos ? range.value(span.substr(dash + 1))
                                                   : from;
  if (!step || *step < 1 || !from || !to) {
    return false;
  }
  const auto size = range.highest - range.lowest + 1;
  const auto last = *to >= *from ? *to : *to + size; // FRI-MON goes round
  for (auto at = *from; at <= last; at += *step) {
    wanted.set(static_cast<std::size_t>((at - range.lowest) % size));
  }
  return true;
}

std::optional<Wanted> wanted_in(std::string_view text, const Range& range)
{
  Wanted wanted;
  for (const auto part : split(text, ',')) {
    if (!add_part(part, range, wanted)) {
      return std::nullopt;
    }
  }
  return wanted;
}

bool has(const Wanted& wanted, const Range& range, int value)
{
  return value >= range.lowest && value <= range.highest && wanted.test(static_cast<std::size_t>(value - range.lowest));
}

int weekday_of(sys_days day)
{
  return static_cast<int>(std::chrono::weekday(day).c_encoding()) + 1;
}

// The days of a month that a field about days means.
class DayRule
{
public:
  // False for what is no such field.
  bool read(std::string_view day, std::string_view weekday)
  {
    m_by_weekday = day == "?";
    for (const auto part : split(m_by_weekday ? weekday : day, ',')) {
      if (!(m_by_weekday ? add_weekday(upper(part)) : add_day(upper(part)))) {
        return false;
      }
    }
    return true;
  }

  bool fits(sys_days day) const
  {
    const year_month_day date(day);
    const auto number = static_cast<int>(static_cast<unsigned>(date.day()));
    if (!m_by_weekday) {
      return has(m_plain, k_days, number) ||
             std::any_of(m_special.begin(), m_special.end(),
                         [&](const Special& special) { return fits_special(special, day, date, number); });
    }
    const auto weekday = weekday_of(day);
    const auto last = last_of(date);
    return has(m_plain, k_weekdays, weekday) ||
           std::any_of(m_special.begin(), m_special.end(), [&](const Special& special) {
             const bool place = special.last ? number + 7 > last : (number - 1) / 7 + 1 == special.number;
             return special.weekday == weekday && place;
           });
  }

private:
  struct Special
  {
    bool last = false;    // counted from the end of the month
    bool working = false; // the working day next to it
    int number = 0;       // the day, how far from the last one, or which of the weekdays
    int weekday = 0;
  };

  static int last_of(const year_month_day& date)
  {
    const auto last = std::chrono::year_month_day_last(date.year(), std::chrono::month_day_last(date.month()));
    return static_cast<int>(static_cast<unsigned>(last.day()));
  }

  static bool fits_special(const Special& special, sys_days day, const year_month_day& date, int number)
  {
    const auto last = last_of(date);
    const auto meant = special.last ? last - special.number : special.number;
    if (meant < 1 || meant > last) {
      return false;
    }
    if (!special.working) {
      return number == meant;
    }
    const auto weekday = weekday_of(day + days(meant - number));
    const auto shift = weekday == 7   ? (meant == 1 ? 2 : -1)
                       : weekday == 1 ? (meant == last ? -2 : 1)
                                      : 0; // never into another month
    return number == meant + shift;
  }

  bool add_day(const std::string& part)
  {
    if (part.starts_with('L')) {
      const bool working = part == "LW";
      const auto before = part.starts_with("L-") ? number_of(std::string_view(part).substr(2)) : std::optional(0);
      if (!before || (part.size() > 1 && !working && !part.starts_with("L-"))) {
        return false;
      }
      m_special.push_back({true, working, *before, 0});
      return true;
    }
    if (part.size() > 1 && part.ends_with('W')) {
      const auto number = k_days.value(std::string_view(part).substr(0, part.size() - 1));
      m_special.push_back({false, true, number.value_or(0), 0});
      return number.has_value();
    }
    return add_part(part, k_days, m_plain);
  }

  bool add_weekday(const std::string& part)
  {
    if (part == "L") { // the last day of the week
      m_plain.set(6);
      return true;
    }
    const auto hash = part.find('#');
    const bool last = part.size() > 1 && part.ends_with('L');
    if (hash == std::string::npos && !last) {
      return add_part(part, k_weekdays, m_plain);
    }
    const auto weekday = k_weekdays.value(std::string_view(part).substr(0, last ? part.size() - 1 : hash));
    const auto number = last ? std::optional(0) : number_of(std::string_view(part).substr(hash + 1));
    if (!weekday || !number) {
      return false;
    }
    m_special.push_back({last, false, *number, *weekday});
    return true;
  }

  bool m_by_weekday = false;
  Wanted m_plain;
  std::vector<Special> m_special;
};

using Seconds = std::chrono::seconds;
constexpr Seconds k_day{86'400};

// A schedule in parts.
struct Schedule
{
  Wanted seconds;
  Wanted minutes;
  Wanted hours;
  Wanted months;
  Wanted years;
  DayRule days;

  bool fits(sys_days day) const
  {
    const year_month_day date(day);
    return has(years, k_years, static_cast<int>(date.year())) &&
           has(months, k_months, static_cast<int>(static_cast<unsigned>(date.month()))) && days.fits(day);
  }

  // The first wanted time of a day that is not before `from`; hours and minutes that are not wanted are stepped over.
  std::optional<Seconds> first_from(Seconds from) const
  {
    auto at = static_cast<int>(from.count());
    while (at < k_day.count()) {
      if (!has(hours, k_hours, at / 3600)) {
        at = (at / 3600 + 1) * 3600;
      } else if (!has(minutes, k_seconds, at / 60 % 60)) {
        at = (at / 60 + 1) * 60;
      } else if (!has(seconds, k_seconds, at % 60)) {
        ++at;
      } else {
        return Seconds{at};
      }
    }
    return std::nullopt;
  }

  // The last one that is not after `until`.
  std::optional<Seconds> last_until(Seconds until) const
  {
    auto at = static_cast<int>(until.count());
    while (at >= 0) {
      if (!has(hours, k_hours, at / 3600)) {
        at = at / 3600 * 3600 - 1;
      } else if (!has(minutes, k_seconds, at / 60 % 60)) {
        at = at / 60 * 60 - 1;
      } else if (!has(seconds, k_seconds, at % 60)) {
        --at;
      } else {
        return Seconds{at};
      }
    }
    return std::nullopt;
  }
};

std::optional<WallTime> next_after(const Schedule& schedule, std::chrono::sys_seconds now, sys_days end)
{
  auto time = now + Seconds{1};
  for (auto day = std::chrono::floor<days>(time); day <= end; day += days{1}, time = day) {
    if (const auto of_day = schedule.fits(day) ? schedule.first_from(time - day) : std::nullopt) {
      return day + *of_day;
    }
  }
  return std::nullopt;
}

std::optional<WallTime> last_until(const Schedule& schedule, std::chrono::sys_seconds now, sys_days begin)
{
  auto time = now;
  for (auto day = std::chrono::floor<days>(time); day >= begin; day -= days{1}, time = day + k_day - Seconds{1}) {
    if (const auto of_day = schedule.fits(day) ? schedule.last_until(time - day) : std::nullopt) {
      return day + *of_day;
    }
  }
  return std::nullopt;
}

std::optional<Schedule> read(std::string_view cron)
{
  std::vector<std::string_view> words;
  for (const auto word : split(cron, ' ')) {
    if (!word.empty()) {
      words.push_back(word);
    }
  }
  if (words.size() < 6 || words.size() > 7 || (words[3] == "?") == (words[5] == "?")) {
    return std::nullopt;
  }
  const auto seconds = wanted_in(words[0], k_seconds);
  const auto minutes = wanted_in(words[1], k_seconds);
  const auto hours = wanted_in(words[2], k_hours);
  const auto months = wanted_in(words[4], k_months);
  const auto years = wanted_in(words.size() == 7 ? words[6] : "*", k_years);
  DayRule rule;
  if (!seconds || !minutes || !hours || !months || !years || !rule.read(words[3], words[5])) {
    return std::nullopt;
  }
  return Schedule{*seconds, *minutes, *hours, *months, *years, rule};
}

} // namespace

std::optional<ScheduledTimes> scheduled_times(std::string_view cron, WallTime now)
{
  using std::chrono::year;
  const auto schedule = read(cron);
  if (!schedule) {
    return std::nullopt;
  }
  const auto second = std::chrono::floor<Seconds>(now);
  const sys_days begin{year{k_years.lowest} / std::chrono::January / 1};
  const sys_days end{year{k_years.highest} / std::chrono::December / 31};
  return ScheduledTimes{last_until(*schedule, second, begin), next_after(*schedule, second, end)};
}

} // namespace flowsync
