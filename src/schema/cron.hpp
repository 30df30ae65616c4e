#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::schema {

struct CronProblem
{
  std::string message;
  std::string hint;
};

// What is wrong with a Quartz schedule as Nexla takes it (API notes E1): second, minute, hour, day of month, month, day
// of week and perhaps a year, with `?` for exactly one of the two days. Nothing when it is right. The hint for a Unix
// schedule of five fields is the same schedule in Quartz, where it can be said.
std::optional<CronProblem> check_cron(std::string_view text);

} // namespace flowsync::schema
