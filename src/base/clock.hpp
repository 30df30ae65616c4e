#pragma once

#include <chrono>
#include <stop_token>

namespace flowsync {

using WallTime = std::chrono::system_clock::time_point;
using Duration = std::chrono::milliseconds;

// Time as a dependency, so that tests of timeouts and backoff never sleep for real.
class Clock
{
public:
  virtual ~Clock() = default;
  // UTC wall time.
  virtual WallTime now() = 0;
  // Never goes backwards; only differences mean anything.
  virtual std::chrono::steady_clock::time_point steady() = 0;
  // Returns after `duration`, or at once when `stop` is requested; false means it was cut short.
  virtual bool sleep(Duration duration, std::stop_token stop) = 0;
};

// The machine's own clock. Thread safe.
class SystemClock final : public Clock
{
public:
  WallTime now() override;
  std::chrono::steady_clock::time_point steady() override;
  bool sleep(Duration duration, std::stop_token stop) override;
};

} // namespace flowsync
