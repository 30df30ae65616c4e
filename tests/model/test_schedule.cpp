#include "base/timestamp.hpp"
#include "model/schedule.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace flowsync;

namespace {

// The next time after 2026-11-28 (a Saturday) at 21:50:24, "never", "passed" or "?".
std::string next(const char* cron, const char* after = "2026-11-28T21:50:24.000Z")
{
  const auto now = parse_timestamp(after);
  REQUIRE(now);
  const auto times = scheduled_times(cron, *now);
  if (!times) {
    return "?";
  }
  return times->next ? format_timestamp(*times->next).substr(0, 19) : times->last ? "passed" : "never";
}

} // namespace

TEST_CASE("the next time that a schedule is due is found")
{
  CHECK(next("0 0 * * * ? *") == "2026-11-28T22:00:00");
  CHECK(next("24 50 21 * * ?") == "2026-11-29T21:50:24");
  CHECK(next("25 50 21 * * ?") == "2026-11-28T21:50:25");
  CHECK(next("0 0/15 * * * ? *") == "2026-11-28T22:00:00");
  CHECK(next("0 */20 8-18/2 * * ?") == "2026-11-29T08:00:00");
  CHECK(next("0 0 9 ? * MON-FRI *") == "2026-11-30T09:00:00");
  CHECK(next("0 0 9 ? * FRI-MON") == "2026-11-29T09:00:00");
  CHECK(next("0 0 0 1 jan,jul ? *") == "2027-01-01T00:00:00");
  CHECK(next("0 0 0 29 2 ?") == "2028-02-29T00:00:00");
  CHECK(next("0 0 0 1 1 ? 2030/3") == "2030-01-01T00:00:00");
  CHECK(next("0 30 16 1/1 * ? *") == "2026-11-29T16:30:00");
}

TEST_CASE("the special days of Quartz are found")
{
  CHECK(next("0 0 0 L * ?") == "2026-11-30T00:00:00");
  CHECK(next("0 0 0 L-2 12 ?") == "2026-12-29T00:00:00");
  CHECK(next("0 0 0 LW 1 ?") == "2027-01-29T00:00:00");  // the 31st is a Sunday
  CHECK(next("0 0 0 1W 5 ?") == "2027-05-03T00:00:00");  // the 1st is a Saturday
  CHECK(next("0 0 0 15W 8 ?") == "2027-08-16T00:00:00"); // a Sunday
  CHECK(next("0 0 0 ? * L") == "2026-12-05T00:00:00");
  CHECK(next("0 0 0 ? * FRIL *") == "2026-12-25T00:00:00");
  CHECK(next("0 0 0 ? * 6#3") == "2026-12-18T00:00:00");
  CHECK(next("0 0 0 ? * MON#5") == "2026-11-30T00:00:00");
}

TEST_CASE("schedules that are never due, or were due for the last time, are told apart")
{
  CHECK(next("0 0 0 31 2 ?") == "never");
  CHECK(next("0 0 0 31 2,4,6 ? 2030") == "never");
  CHECK(next("0 0 0 29 2 ? 2027") == "never");
  CHECK(next("0 0 0 ? 2 MON#5 2027") == "never");
  CHECK(next("0 0 0 30W 2 ?") == "never");
  CHECK(next("0 0 22 10 11 ? 2022") == "passed");
  CHECK(next("0 50 21 28 11 ? 2026") == "passed");
  CHECK(next("25 50 21 28 11 ? 2026") == "2026-11-28T21:50:25");
  CHECK(next("0 0 0 * * ? 2024-2025") == "passed");
  CHECK(next("0 0 0 31 12 ? 2099") == "2099-12-31T00:00:00");
}

TEST_CASE("the last time that a schedule was due is found")
{
  const auto last = [](const char* cron) {
    const auto times = scheduled_times(cron, *parse_timestamp("2026-11-28T21:50:24.000Z"));
    return times && times->last ? format_timestamp(*times->last).substr(0, 19) : "none";
  };
  CHECK(last("0 0 * * * ? *") == "2026-11-28T21:00:00");
  CHECK(last("24 50 21 * * ?") == "2026-11-28T21:50:24");
  CHECK(last("25 50 21 * * ?") == "2026-11-27T21:50:25");
  CHECK(last("0 45 18 16 7 ? 2025") == "2025-07-16T18:45:00");
  CHECK(last("0 0 0 1 1 ? 2030") == "none");
}

TEST_CASE("what is not a schedule is not judged")
{
  for (const auto* const text : {"", "* * * * *", "0 0 0 * * * *", "0 0 0 ? * ?", "0 0 0 32 * ?", "0 0 0 X * ?",
                                 "0 0 25 * * ?", "0 0/0 0 * * ?", "0 0 0 ? * 9", "@daily"}) {
    CHECK_MESSAGE(next(text) == "?", text);
  }
}
