#include "quiet_clock.hpp"

namespace flowsync::torture {

namespace {

constexpr std::chrono::microseconds k_quiet{1500};

} // namespace

WallTime QuietClock::now()
{
  const std::lock_guard lock(m_mutex);
  return std::chrono::system_clock::now() + m_skipped;
}

std::chrono::steady_clock::time_point QuietClock::steady()
{
  const std::lock_guard lock(m_mutex);
  return std::chrono::steady_clock::now() + m_skipped;
}

void QuietClock::advance(Duration duration)
{
  const std::lock_guard lock(m_mutex);
  m_skipped += duration;
}

bool QuietClock::sleep(Duration duration, std::stop_token stop)
{
  std::unique_lock lock(m_mutex);
  const auto due = std::chrono::steady_clock::now() + m_skipped + duration;
  const auto place = m_due.insert(due);
  stir();
  const auto reached = [&] { return std::chrono::steady_clock::now() + m_skipped >= due; };
  while (!reached() && !stop.stop_requested()) {
    const auto seen = m_stirs.load();
    m_wake.wait_for(lock, stop, k_quiet, reached);
    const auto now = std::chrono::steady_clock::now() + m_skipped;
    if (now < due && seen == m_stirs.load() && *m_due.begin() == due) {
      m_skipped += std::chrono::ceil<Duration>(due - now);
      stir();
      m_wake.notify_all();
    }
  }
  m_due.erase(place);
  stir();
  return !stop.stop_requested();
}

} // namespace flowsync::torture
