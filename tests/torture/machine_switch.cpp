#include "machine_switch.hpp"

#include "sim/faults.hpp"

#include <csignal>
#include <thread>

#include <sys/wait.h>

namespace flowsync::torture {

sim::Watcher MachineSwitch::watcher()
{
  return [this](const sim::Request& request, sim::Moment moment) { return !sim::is_mutating(request) || meet(moment); };
}

void MachineSwitch::aim(Blow blow, std::int64_t k, std::chrono::milliseconds lateness)
{
  const std::lock_guard lock(m_mutex);
  m_blow = blow;
  m_k = k;
  m_lateness = lateness;
  m_process = 0;
  m_ended = false;
  m_fired = false;
  m_before = 0;
  m_after = 0;
}

void MachineSwitch::victim(int process)
{
  const std::lock_guard lock(m_mutex);
  m_process = process;
  m_changed.notify_all();
}

void MachineSwitch::victim_ended()
{
  const std::lock_guard lock(m_mutex);
  m_ended = true;
  m_changed.notify_all();
}

void MachineSwitch::wait_for_a_change()
{
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_after > 0 || m_fired || m_ended; });
}

bool MachineSwitch::fired() const
{
  const std::lock_guard lock(m_mutex);
  return m_fired;
}

void MachineSwitch::wake()
{
  const std::lock_guard lock(m_mutex);
  if (m_fired && m_blow == Blow::asleep) {
    ::kill(m_process, SIGCONT);
  }
}

std::int64_t MachineSwitch::counted() const
{
  const std::lock_guard lock(m_mutex);
  return m_before;
}

bool MachineSwitch::meet(sim::Moment moment)
{
  std::unique_lock lock(m_mutex);
  const bool is_before = moment == sim::Moment::before_effect;
  const auto nth = is_before ? ++m_before : ++m_after;
  const bool wanted = is_before == (m_blow == Blow::before || m_blow == Blow::late);
  const bool now = wanted && m_blow != Blow::none && !m_fired && nth == m_k;
  const bool goes_on = !now || strike(lock);
  m_changed.notify_all();
  return goes_on;
}

// False: the connection ends here.
bool MachineSwitch::strike(std::unique_lock<std::mutex>& lock)
{
  m_changed.wait(lock, [this] { return m_process != 0 || m_ended; });
  if (m_ended) {
    return true;
  }
  m_fired = true;
  if (m_blow == Blow::asleep) {
    ::kill(m_process, SIGSTOP);
    return true;
  }
  ::kill(m_process, SIGKILL);
  siginfo_t ended{};
  ::waitid(P_PID, static_cast<id_t>(m_process), &ended, WEXITED | WNOWAIT); // dead for certain, and left to its parent
  m_changed.notify_all();
  if (m_blow != Blow::late) {
    return false;
  }
  lock.unlock();
  std::this_thread::sleep_for(m_lateness);
  lock.lock();
  return true;
}

} // namespace flowsync::torture
