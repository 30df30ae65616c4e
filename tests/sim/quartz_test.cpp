#include "sim/quartz.hpp"

#include <doctest/doctest.h>

using flowsync::sim::quartz_problem;

TEST_CASE("Quartz expressions of six and seven fields are accepted")
{
  for (const auto* good :
       {"0 0 0 * * ? *", "0 0 0 * * ?", "0 30 16 1/1 * ? *", "0 0 9 ? * MON-FRI *", "0 0/15 * * * ? *",
        "0 0 22 10 11 ? 2022", "0 45 18 16 7 ? 2025", "0 0 12 ? * 6L", "0 0 12 L * ?", "0 0 12 15W * ?",
        "0 0 12 ? * FRI#2", "0 0,30 8-18 ? JAN-jun sun,7", "*/5 * * ? * *"}) {
    CAPTURE(good);
    CHECK_FALSE(quartz_problem(good).has_value());
  }
}

TEST_CASE("anything else is refused")
{
  for (const auto* bad : {"", "0 * * * *", "0 1 * * *", "0 0 0 * * * *", "0 0 0 ? * ? *", "60 0 0 * * ?",
                          "0 0 24 * * ?", "0 0 0 32 * ?", "0 0 0 ? * 0", "0 0 0 ? * 8", "0 0 0 * 13 ?", "0 0 0 * FOO ?",
                          "0 0 0 * * ? 99999", "a b c d e ?", "0 0 0, * * ?", "0 0/0 0 * * ?", "0 0 0 * * ? * *"}) {
    CAPTURE(bad);
    CHECK(quartz_problem(bad).has_value());
  }
}
