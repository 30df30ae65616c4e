#include "usecase/reconcile/bell.hpp"

namespace flowsync::usecase {

void Bell::ring()
{
  std::stop_source rung;
  {
    const std::lock_guard lock(m_mutex);
    ++m_rings;
    std::swap(rung, m_next);
  }
  rung.request_stop();
}

std::uint64_t Bell::rings() const
{
  const std::lock_guard lock(m_mutex);
  return m_rings;
}

bool Bell::wait(Clock& clock, Duration duration, std::uint64_t heard, const std::stop_token& stop)
{
  std::stop_source woken;
  std::stop_token rung;
  {
    const std::lock_guard lock(m_mutex);
    if (m_rings != heard) {
      return !stop.stop_requested();
    }
    rung = m_next.get_token();
  }
  const std::stop_callback by_bell(rung, [&] { woken.request_stop(); });
  const std::stop_callback by_stop(stop, [&] { woken.request_stop(); });
  clock.sleep(duration, woken.get_token());
  return !stop.stop_requested();
}

} // namespace flowsync::usecase
