#include "kill_switch.hpp"

#include "sim/faults.hpp"

#include <csignal>

#include <sys/wait.h>

namespace flowsync::torture {

sim::Watcher KillSwitch::watcher()
{
  return [this](const sim::Request& request, sim::Moment moment) { return meet(request, moment); };
}

void KillSwitch::aim(std::int64_t k, sim::Moment moment)
{
  const std::lock_guard lock(m_mutex);
  m_k = k;
  m_moment = moment;
  m_process = 0;
  m_fired = false;
  m_before = 0;
  m_after = 0;
}

void KillSwitch::victim(int process)
{
  const std::lock_guard lock(m_mutex);
  m_process = process;
  m_known.notify_all();
}

bool KillSwitch::fired() const
{
  const std::lock_guard lock(m_mutex);
  return m_fired;
}

std::int64_t KillSwitch::counted() const
{
  const std::lock_guard lock(m_mutex);
  return m_before;
}

bool KillSwitch::meet(const sim::Request& request, sim::Moment moment)
{
  if (!sim::is_mutating(request)) {
    return true;
  }
  std::unique_lock lock(m_mutex);
  const auto nth = moment == sim::Moment::before_effect ? ++m_before : ++m_after;
  if (m_fired || moment != m_moment || nth != m_k) {
    return true;
  }
  m_fired = true;
  m_known.wait(lock, [this] { return m_process != 0; });
  ::kill(m_process, SIGKILL);
  siginfo_t ended{};
  ::waitid(P_PID, static_cast<id_t>(m_process), &ended, WEXITED | WNOWAIT); // dead for certain, and left to its parent
  return false;
}

} // namespace flowsync::torture
