#include "base/signals.hpp"
#include "usecase/reconcile/bell.hpp"
#include "usecase/reconcile/log_lines.hpp"
#include "usecase/reconcile/reconcile_pace.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <sstream>
#include <thread>

using namespace flowsync;
using namespace flowsync::usecase;
using namespace std::chrono_literals;

TEST_CASE("failures slow down what is done again and again, within bounds")
{
  CHECK(next_wait(5min, 0, 0.5) == 5min);
  CHECK(next_wait(5min, 1, 0.5) == 5min);
  CHECK(next_wait(5min, 2, 0.5) == 10min);
  CHECK(next_wait(5min, 4, 0.5) == 40min);
  CHECK(next_wait(5min, 400, 0.5) == 40min);
  CHECK(next_wait(30min, 400, 0.5) == 1h);
  CHECK(next_wait(24h, 400, 0.5) == 24h);
  CHECK(next_wait(100s, 0, 0.0) == 90s);
  CHECK(next_wait(100s, 0, 0.9999) > 109s);
}

TEST_CASE("a bell wakes who waits, and who would have waited")
{
  Bell bell;
  SystemClock clock;
  const std::stop_source stop;
  const auto heard = bell.rings();
  std::jthread ringer([&] { bell.ring(); });
  CHECK(bell.wait(clock, 1h, heard, stop.get_token()));
  CHECK(bell.wait(clock, 1h, heard, stop.get_token())); // rung since
  ringer.join();
  std::stop_source ends;
  std::jthread ender([&] { ends.request_stop(); });
  CHECK(!bell.wait(clock, 1h, bell.rings(), ends.get_token()));
}

TEST_CASE("each line of a log has its time and name, and none is blank")
{
  std::ostringstream to;
  std::mutex turn;
  SystemClock clock;
  LogLines lines(to, turn, clock, "prod");
  std::ostream log(&lines);
  log << "one\n\n  two" << '\n' << "not yet" << std::flush;
  const auto text = to.str();
  CHECK(text.find(" prod: one\n") == std::string("2026-11-28T18:00:00Z").size());
  CHECK(text.find("Z prod:   two\n") != std::string::npos);
  CHECK(text.find("not yet") == std::string::npos);
  CHECK(text.find(" prod: \n") == std::string::npos);
}

TEST_CASE("SIGHUP wakes instead of stopping, as long as somebody wants to be woken")
{
  SystemClock clock;
  SignalStop signals;
  Bell bell;
  {
    const HangupWakes wakes([&] { bell.ring(); });
    ::raise(SIGHUP);
    CHECK(bell.wait(clock, 10s, 0, signals.token()));
    CHECK(bell.rings() == 1);
    CHECK(!signals.token().stop_requested());
  }
  ::raise(SIGHUP);
  clock.sleep(10s, signals.token());
  CHECK(signals.token().stop_requested());
}
