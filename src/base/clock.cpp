#include "base/clock.hpp"

#include <condition_variable>
#include <mutex>

namespace flowsync {

WallTime SystemClock::now()
{
  return std::chrono::system_clock::now();
}

std::chrono::steady_clock::time_point SystemClock::steady()
{
  return std::chrono::steady_clock::now();
}

bool SystemClock::sleep(Duration duration, std::stop_token stop)
{
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, duration, [] { return false; });
  return !stop.stop_requested();
}

} // namespace flowsync
