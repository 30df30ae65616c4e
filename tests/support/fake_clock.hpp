#pragma once

#include "base/clock.hpp"

#include <mutex>

namespace flowsync {

// A clock that stands still, but for sleeping, which moves it on at once. Thread safe.
class FakeClock final : public Clock
{
public:
  explicit FakeClock(WallTime start = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}) : m_start(start) {}

  WallTime now() override
  {
    const std::lock_guard lock(m_mutex);
    return m_start + m_passed;
  }
  std::chrono::steady_clock::time_point steady() override
  {
    const std::lock_guard lock(m_mutex);
    return std::chrono::steady_clock::time_point{std::chrono::hours{1000}} + m_passed;
  }
  bool sleep(Duration duration, std::stop_token stop) override
  {
    const std::lock_guard lock(m_mutex);
    if (stop.stop_requested()) {
      return false;
    }
    m_passed += duration;
    m_slept += duration;
    return true;
  }
  void advance(Duration duration)
  {
    const std::lock_guard lock(m_mutex);
    m_passed += duration;
  }
  Duration passed()
  {
    const std::lock_guard lock(m_mutex);
    return m_passed;
  }
  // All that was slept through.
  Duration slept()
  {
    const std::lock_guard lock(m_mutex);
    return m_slept;
  }

private:
  std::mutex m_mutex;
  const WallTime m_start;
  Duration m_passed{0};
  Duration m_slept{0};
};

} // namespace flowsync
