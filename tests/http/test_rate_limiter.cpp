#include "http/rate_limiter.hpp"
#include "support/fake_clock.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace flowsync;
using namespace flowsync::http;

TEST_CASE("without a limit nobody waits")
{
  FakeClock clock;
  RateLimiter limiter(0, clock);
  for (int i = 0; i < 100; ++i) {
    CHECK(limiter.acquire({}));
  }
  CHECK(clock.slept() == Duration{0});
  CHECK(limiter.rate() == 0);
}

TEST_CASE("requests are spread evenly at the allowed rate")
{
  FakeClock clock;
  RateLimiter limiter(10, clock);
  for (int i = 0; i < 50; ++i) {
    limiter.acquire({});
  }
  CHECK(clock.slept() >= Duration{4700});
  CHECK(clock.slept() <= Duration{4900});
  clock.advance(Duration{60'000}); // a long rest does not buy a burst
  for (int i = 0; i < 11; ++i) {
    limiter.acquire({});
  }
  CHECK(clock.slept() >= Duration{5500});
}

TEST_CASE("many workers share one budget")
{
  FakeClock clock;
  RateLimiter limiter(20, clock);
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i) {
    workers.emplace_back([&] {
      for (int n = 0; n < 25; ++n) {
        limiter.acquire({});
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  CHECK(clock.slept() >= Duration{4800});
}

TEST_CASE("a 429 holds everybody back, halves the rate once, and the rate grows back")
{
  FakeClock clock;
  RateLimiter limiter(0, clock);
  std::vector<RateLimiter::Time> turns;
  for (int i = 0; i < 40; ++i) {
    turns.push_back(*limiter.acquire({}));
  }
  for (const auto turn : turns) { // all of them come back refused, but they left before the first refusal
    limiter.throttled(turn - Duration{1}, Duration{2000});
  }
  limiter.throttled(turns.back(), Duration{2000});
  CHECK(limiter.rate() == doctest::Approx(10)); // twice: once from no limit (40 lately), once by a request sent since
  limiter.acquire({});
  CHECK(clock.slept() >= Duration{2000});
  clock.advance(Duration{2000});
  CHECK(limiter.rate() > 11.5);
  CHECK(limiter.rate() < 13);
  clock.advance(Duration{60'000});
  CHECK(limiter.rate() == 0);
}

TEST_CASE("the rate never shrinks to nothing and grows back to the configured one")
{
  FakeClock clock;
  RateLimiter limiter(4, clock);
  for (int i = 0; i < 20; ++i) {
    limiter.throttled(*limiter.acquire({}), std::nullopt);
  }
  CHECK(limiter.rate() == doctest::Approx(0.5));
  clock.advance(Duration{60'000});
  CHECK(limiter.rate() == 4);
}

TEST_CASE("a service that allows one request per second is found out")
{
  FakeClock clock;
  RateLimiter limiter(0, clock);
  for (int i = 0; i < 30; ++i) { // what was sent before the throttle was switched on
    limiter.acquire({});
  }
  auto allowed = clock.steady();
  int refused = 0;
  int done = 0;
  while (done < 100) {
    const auto turn = *limiter.acquire({});
    if (turn >= allowed) {
      allowed = turn + std::chrono::seconds{1};
      ++done;
    } else {
      ++refused;
      limiter.throttled(turn, std::nullopt);
    }
  }
  CHECK(refused < 60);
  CHECK(clock.slept() < std::chrono::seconds{200});
}

TEST_CASE("stopping ends the wait for a turn")
{
  FakeClock clock;
  RateLimiter limiter(1, clock);
  std::stop_source stop;
  CHECK(limiter.acquire(stop.get_token()));
  stop.request_stop();
  CHECK(!limiter.acquire(stop.get_token()));
}
