#include "model/schedule.hpp"
#include "schema/cron.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using flowsync::schema::check_cron;

TEST_CASE("Quartz schedules as Nexla takes them are accepted")
{
  for (const auto* const text :
       {"0 0 0 * * ? *", "0 30 16 1/1 * ? *", "0 0 9 ? * MON-FRI *", "0 0/15 * * * ? *", "0 0 22 10 11 ? 2022",
        "0 45 18 16 7 ? 2025", "0 0 * * * ?", "0 0 0 ? * 1", "0 0 0 L * ?", "0 0 0 15W * ?", "0 0 0 ? * 6#3",
        "0 0 0 ? * FRIL *", "0 0 0 ? jan-mar mon,wed *", "0/10 */5 8-18/2 * * ? 2024-2030", "0 0 0 LW * ?"}) {
    CHECK_MESSAGE(!check_cron(text), text);
  }
}

TEST_CASE("Unix schedules get the same schedule in Quartz as a hint")
{
  const auto hint = [](const char* text) {
    const auto problem = check_cron(text);
    REQUIRE(problem);
    return problem->hint;
  };
  CHECK(hint("0 * * * *") == "write \"0 0 * * * ? *\"");
  CHECK(hint("0 1 * * *") == "write \"0 0 1 * * ? *\"");
  CHECK(hint("30 9 * * 1-5") == "write \"0 30 9 ? * MON-FRI *\"");
  CHECK(hint("*/15 * * * 0,6") == "write \"0 */15 * ? * SUN,SAT *\"");
  CHECK(hint("0 0 1 * *") == "write \"0 0 0 1 * ? *\"");
  CHECK(hint("0 0 1 * 1") == "begin with the seconds, and use ? for one of the days");
  CHECK(hint("a b c d e") == "begin with the seconds, and use ? for one of the days");
}

TEST_CASE("what Quartz refuses is refused in words")
{
  const auto message = [](const char* text) {
    const auto problem = check_cron(text);
    return problem ? problem->message : std::string();
  };
  CHECK(message("") == "a schedule has 6 or 7 fields, this one has 0");
  CHECK(message("0 0 0 * * ? * *") == "a schedule has 6 or 7 fields, this one has 8");
  CHECK(message("0 0 0 * * * *") == "exactly one of the day of the month and the day of the week must be `?`");
  CHECK(message("0 0 0 ? * ? *") == "exactly one of the day of the month and the day of the week must be `?`");
  CHECK(message("60 0 0 * * ?") == "`60` is not a valid second of a schedule");
  CHECK(message("0 0 24 * * ?") == "`24` is not a valid hour of a schedule");
  CHECK(message("0 0 0 32 * ?") == "`32` is not a valid day of the month of a schedule");
  CHECK(message("0 0 0 ? * 0") == "`0` is not a valid day of the week of a schedule");
  CHECK(message("0 0 0 ? * SUNMON") == "`SUNMON` is not a valid day of the week of a schedule");
  CHECK(message("0 0 0 ? * UNM") == "`UNM` is not a valid day of the week of a schedule");
  CHECK(message("? 0 0 * * ?") == "`?` cannot stand for the second");
  CHECK(message("0 0/0 0 * * ?") == "`0/0` is not a valid minute of a schedule");
  CHECK(message("0 1, 0 * * ?") == "`` is not a valid minute of a schedule");
  CHECK(message("0 5- 0 * * ?") == "`5-` is not a valid minute of a schedule");
  CHECK(message("@daily") == "a schedule has 6 or 7 fields, this one has 1");
  CHECK(message("0 99999999999 0 * * ?") == "`99999999999` is not a valid minute of a schedule");
}

TEST_CASE("a schedule that is accepted has times, and one that has none of the forms does not")
{
  std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same schedules each time
  const std::vector<std::string> parts{"*",   "?",    "0",    "5",   "31",  "59", "1-5",   "0/15", "*/10", "6-2",
                                       "MON", "dec",  "L",    "L-3", "LW",  "W",  "15W",   "6L",   "FRIL", "6#3",
                                       "6#9", "L-99", "2024", "1,2", "1,,", "#",  "2-3/2", "-",    "/",    "x"};
  const std::vector<std::string> usual{"0", "0", "0", "*", "*", "?", "*"};
  std::size_t accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto words = usual;
    for (int change = 0; change < 2; ++change) {
      words.at(random() % words.size()) = parts.at(random() % parts.size());
    }
    std::string text;
    for (const auto& word : words) {
      text += word + ' ';
    }
    const bool fine = !check_cron(text);
    accepted += fine ? 1 : 0;
    CHECK_MESSAGE(fine == flowsync::scheduled_times(text, {}).has_value(), text);
  }
  CHECK(accepted > 1000);
}
