#pragma once

#include "model/cron_values.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// The days of a month that the two fields of a schedule about days mean, of which one is `?` (API notes E1).
class CronDays
{
public:
  // Nothing for text that is no such field.
  static std::optional<CronDays> read(std::string_view day, std::string_view weekday);

  bool has(std::chrono::sys_days day) const;

private:
  struct Special
  {
    bool last = false;    // counted from the end of the month
    bool working = false; // the working day next to it
    int number = 0;       // the day, how far from the last one, or which of the weekdays
    int weekday = 0;
  };

  explicit CronDays(bool by_weekday);
  static bool fits(const Special& special, std::chrono::sys_days day, const std::chrono::year_month_day& date);
  bool add_day(const std::string& part);
  bool add_weekday(const std::string& part);

  bool m_by_weekday;
  CronValues m_plain;
  std::vector<Special> m_special;
};

} // namespace flowsync
