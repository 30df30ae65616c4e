#include "base/timestamp.hpp"
#include "http/retry.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::http;

namespace {

Backoff backoff_with(double random, RetryPolicy policy = {})
{
  return Backoff(policy, [random] { return random; });
}

} // namespace

TEST_CASE("waits double, keep below the longest, and end with the tries")
{
  auto backoff = backoff_with(1.0, {.tries = 7, .first = Duration{500}, .longest = Duration{3000}});
  CHECK(backoff.after_failure() == Duration{500});
  CHECK(backoff.after_failure() == Duration{1000});
  CHECK(backoff.after_failure() == Duration{2000});
  CHECK(backoff.after_failure() == Duration{3000});
  CHECK(backoff.after_failure() == Duration{3000});
  CHECK(backoff.after_failure() == Duration{3000});
  CHECK(!backoff.after_failure());
}

TEST_CASE("jitter takes up to half of a wait away")
{
  CHECK(backoff_with(0.0).after_failure() == Duration{250});
  CHECK(backoff_with(0.5).after_failure() == Duration{375});
}

TEST_CASE("what the server asks for wins, and ends the call when it takes too long")
{
  CHECK(backoff_with(0.0).after_failure(Duration{7000}) == Duration{7000});
  CHECK(backoff_with(0.0).after_throttling(Duration{0}) == Duration{0});
  CHECK(!backoff_with(0.0).after_throttling(Duration{301'000}));
}

TEST_CASE("throttling is limited by time, not by tries")
{
  auto backoff = backoff_with(0.0, {.tries = 2});
  Duration waited{0};
  int waits = 0;
  for (auto wait = backoff.after_throttling(Duration{1000}); wait; wait = backoff.after_throttling(Duration{1000})) {
    waited += *wait;
    ++waits;
  }
  CHECK(waits == 300);
  CHECK(waited == Duration{300'000});
}

TEST_CASE("Retry-After is read as seconds or as a date")
{
  const auto now = *parse_timestamp("2026-11-22T09:41:17Z");
  CHECK(parse_retry_after("3", now) == Duration{3000});
  CHECK(parse_retry_after(" 1.5 ", now) == Duration{1500});
  CHECK(parse_retry_after("Sun, 22 Nov 2026 09:41:27 GMT", now) == Duration{10'000});
  CHECK(parse_retry_after("Sun, 22 Nov 2026 09:41:07 GMT", now) == Duration{0});
  CHECK(!parse_retry_after("soon", now));
  CHECK(!parse_retry_after("-1", now));
  CHECK(!parse_retry_after("", now));
  CHECK(parse_retry_after("1e300", now) == std::nullopt);
  CHECK(parse_retry_after("99999999999999999999", now) == Duration{1'000'000'000'000});
}
