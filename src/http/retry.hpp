#pragma once

#include "base/clock.hpp"

#include <functional>
#include <optional>
#include <string_view>

namespace flowsync::http {

// How often and how long one call is repeated.
struct RetryPolicy
{
  int tries = 5;               // requests in all, the first included; answers of "throttled" do not count
  Duration first{500};         // the wait after the first failure; it doubles from there
  Duration longest{15'000};    // of one wait, unless the server asks for more
  Duration all_waits{300'000}; // of the waits of one call together
};

// The waits of one call. Pure: it never sleeps and knows no clock.
class Backoff
{
public:
  // `random` gives numbers in [0, 1): each wait is between half and the whole of what the doubling says, so that
  // workers that failed together do not return together.
  Backoff(RetryPolicy policy, std::function<double()> random);

  // How long to wait before the next try after a failure; nothing when the call should give up. A wait that the server
  // asked for wins over the doubling (with a little jitter on top); one that does not fit into the rest of the time
  // ends the call at once.
  std::optional<Duration> after_failure(std::optional<Duration> retry_after = std::nullopt);
  // The same for an answer that says "not now, nothing was done" (429): only the time limits these.
  std::optional<Duration> after_throttling(std::optional<Duration> retry_after);

private:
  std::optional<Duration> wait(std::optional<Duration> retry_after, int nth);

  RetryPolicy m_policy;
  std::function<double()> m_random;
  int m_failures = 0;
  int m_throttled = 0;
  Duration m_waited{0};
};

// Reads a Retry-After header: seconds, or an HTTP date seen from `now`. Never negative; nothing for anything else.
std::optional<Duration> parse_retry_after(std::string_view text, WallTime now);

// Random numbers in [0, 1) for Backoff; safe to call from many threads.
std::function<double()> system_random();

} // namespace flowsync::http
