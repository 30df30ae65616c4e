#include "model/schedule.hpp"

#include "model/cron_days.hpp"

#include <chrono>

namespace flowsync {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

using Seconds = std::chrono::seconds;
constexpr Seconds k_whole_day{86'400};

// A schedule in parts.
struct Schedule
{
  CronValues seconds;
  CronValues minutes;
  CronValues hours;
  CronValues months;
  CronValues years;
  CronDays days;

  bool fits(sys_days day) const
  {
    const year_month_day date(day);
    return years.has(static_cast<int>(date.year())) &&
           months.has(static_cast<int>(static_cast<unsigned>(date.month()))) && days.has(day);
  }

  // The first wanted time of a day that is not before `from`; hours and minutes that are not wanted are stepped over.
  std::optional<Seconds> first_from(Seconds from) const
  {
    auto at = static_cast<int>(from.count());
    while (at < k_whole_day.count()) {
      if (!hours.has(at / 3600)) {
        at = (at / 3600 + 1) * 3600;
      } else if (!minutes.has(at / 60 % 60)) {
        at = (at / 60 + 1) * 60;
      } else if (!seconds.has(at % 60)) {
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
      if (!hours.has(at / 3600)) {
        at = at / 3600 * 3600 - 1;
      } else if (!minutes.has(at / 60 % 60)) {
        at = at / 60 * 60 - 1;
      } else if (!seconds.has(at % 60)) {
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
  for (auto day = std::chrono::floor<days>(time); day >= begin; day -= days{1}, time = day + k_whole_day - Seconds{1}) {
    if (const auto of_day = schedule.fits(day) ? schedule.last_until(time - day) : std::nullopt) {
      return day + *of_day;
    }
  }
  return std::nullopt;
}

std::optional<Schedule> read(std::string_view cron)
{
  const auto words = cron_words(cron);
  if (words.size() < k_cron_fields.size() - 1 || words.size() > k_cron_fields.size() ||
      (words[cron_field::day] == "?") == (words[cron_field::weekday] == "?")) {
    return std::nullopt;
  }
  const auto values = [&](std::size_t index) {
    return CronValues::read(index < words.size() ? words[index] : "*", k_cron_fields[index]);
  };
  const auto seconds = values(cron_field::second);
  const auto minutes = values(cron_field::minute);
  const auto hours = values(cron_field::hour);
  const auto months = values(cron_field::month);
  const auto years = values(cron_field::year);
  const auto month_days = CronDays::read(words[cron_field::day], words[cron_field::weekday]);
  if (!seconds || !minutes || !hours || !months || !years || !month_days) {
    return std::nullopt;
  }
  return Schedule{*seconds, *minutes, *hours, *months, *years, *month_days};
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
  constexpr const auto& k_years = k_cron_fields[cron_field::year];
  const sys_days begin{year{k_years.lowest} / std::chrono::January / 1};
  const sys_days end{year{k_years.highest} / std::chrono::December / 31};
  return ScheduledTimes{last_until(*schedule, second, begin), next_after(*schedule, second, end)};
}

} // namespace flowsync
