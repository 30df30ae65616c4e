#pragma once

#include "base/clock.hpp"

#include <mutex>
#include <optional>

namespace flowsync::http {

// The request budget that all workers share. Requests are spaced evenly at the allowed rate (a bucket that holds a
// tenth of a second); without a limit nobody waits. An answer of 429 halves the rate, starting from what was sent
// lately, and holds everybody back as long as the server asks; without further ones the rate grows back by a tenth each
// second until it is where it was. Thread safe.
class RateLimiter
{
public:
  using Time = std::chrono::steady_clock::time_point;

  // `requests_per_second` 0 = no limit.
  RateLimiter(double requests_per_second, Clock& clock);

  // Waits for the caller's turn. Returns when it came; nothing when `stop` cut the wait short.
  std::optional<Time> acquire(std::stop_token stop);
  // A request whose turn came at `turn` was throttled. Requests that were already under way when the rate was lowered
  // do not lower it again.
  void throttled(Time turn, std::optional<Duration> retry_after);

  // The rate that holds at this moment; 0 = no limit.
  double rate();

private:
  void grow(Time now);
  void count(Time now);
  Time reserve(Time earliest);

  const double m_ceiling;
  Clock& m_clock;
  std::mutex m_mutex;
  double m_rate;      // 0 = no limit
  double m_full_rate; // where a lowered rate grows back to
  Time m_lowered{};   // when the rate was lowered last
  Time m_grown{};     // until when growth was added
  Time m_next{};      // when the next request is due at an even pace
  Time m_blocked_until{};
  Time m_second{}; // start of the second being counted
  double m_this_second = 0;
  double m_last_second = 0;
};

} // namespace flowsync::http
