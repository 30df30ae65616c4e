#include "model/cron_days.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace flowsync {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr const auto& k_day = k_cron_fields[cron_field::day];
constexpr const auto& k_weekday = k_cron_fields[cron_field::weekday];

// As schedules count them: Sunday is 1.
int weekday_of(sys_days day)
{
  return static_cast<int>(std::chrono::weekday(day).c_encoding()) + 1;
}

int number_of(const year_month_day& date)
{
  return static_cast<int>(static_cast<unsigned>(date.day()));
}

int last_of(const year_month_day& date)
{
  const auto last = std::chrono::year_month_day_last(date.year(), std::chrono::month_day_last(date.month()));
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

} // namespace

CronDays::CronDays(bool by_weekday) : m_by_weekday(by_weekday), m_plain(by_weekday ? k_weekday : k_day) {}

std::optional<CronDays> CronDays::read(std::string_view day, std::string_view weekday)
{
  CronDays result(day == "?");
  for (const auto part : split(result.m_by_weekday ? weekday : day, ',')) {
    if (!(result.m_by_weekday ? result.add_weekday(upper(part)) : result.add_day(upper(part)))) {
      return std::nullopt;
    }
  }
  return result;
}

bool CronDays::has(sys_days day) const
{
  const year_month_day date(day);
  return m_plain.has(m_by_weekday ? weekday_of(day) : number_of(date)) ||
         std::any_of(m_special.begin(), m_special.end(), [&](const Special& special) {
           if (!m_by_weekday) {
             return fits(special, day, date);
           }
           const auto number = number_of(date);
           const bool place = special.last ? number + 7 > last_of(date) : (number - 1) / 7 + 1 == special.number;
           return special.weekday == weekday_of(day) && place;
         });
}

bool CronDays::fits(const Special& special, sys_days day, const year_month_day& date)
{
  const auto number = number_of(date);
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

bool CronDays::add_day(const std::string& part)
{
  constexpr int k_most_before = 30;
  if (part.starts_with('L')) {
    const bool working = part == "LW";
    const auto before =
        part.starts_with("L-") ? cron_number(std::string_view(part).substr(2), 1, k_most_before) : std::optional(0);
    if (!before || (part.size() > 1 && !working && !part.starts_with("L-"))) {
      return false;
    }
    m_special.push_back({true, working, *before, 0});
    return true;
  }
  if (part.size() > 1 && part.ends_with('W')) {
    const auto number = k_day.value(std::string_view(part).substr(0, part.size() - 1));
    m_special.push_back({false, true, number.value_or(0), 0});
    return number.has_value();
  }
  return m_plain.add(part);
}

bool CronDays::add_weekday(const std::string& part)
{
  if (part == "L") { // the last day of the week
    return m_plain.add("SAT");
  }
  const auto hash = part.find('#');
  const bool last = part.size() > 1 && part.ends_with('L');
  if (hash == std::string::npos && !last) {
    return m_plain.add(part);
  }
  constexpr int k_most_weeks = 5;
  const auto weekday = k_weekday.value(std::string_view(part).substr(0, last ? part.size() - 1 : hash));
  const auto number = last ? std::optional(0) : cron_number(std::string_view(part).substr(hash + 1), 1, k_most_weeks);
  if (!weekday || !number) {
    return false;
  }
  m_special.push_back({last, false, *number, *weekday});
  return true;
}

} // namespace flowsync
