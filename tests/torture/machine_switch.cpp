#include "machine_switch.hpp"

#include "sim/faults.hpp"

#include <algorithm>
#include <csignal>

#include <sys/wait.h>

namespace flowsync::torture {

namespace {

using Steady = std::chrono::steady_clock;

// A machine that asks nothing for so long waits: less than the machines' create_settle, more than they think.
constexpr std::chrono::milliseconds k_quiet{400};

bool same(const sim::Request& a, const sim::Request& b)
{
  return a.method == b.method && a.path == b.path && a.body == b.body;
}

// What every plan begins with.
bool reads_the_account(const sim::Request& request)
{
  return request.method == "GET" && request.path == "/data_sources";
}

} // namespace

sim::Watcher MachineSwitch::watcher()
{
  return [this](const sim::Request& request, sim::Moment moment) { return meet(request, moment); };
}

void MachineSwitch::aim(Blow blow, std::int64_t k, std::vector<std::string> authorizations)
{
  const std::lock_guard lock(m_mutex);
  m_blow = blow;
  m_k = k;
  m_machines.clear();
  for (auto& authorization : authorizations) {
    m_machines.push_back({std::move(authorization)});
  }
  m_first.reset();
  m_before = 0;
  m_after = 0;
  m_fired = false;
  m_held.reset();
  m_repeated = false;
  m_other_at_work.reset();
}

void MachineSwitch::started(std::size_t machine, int process)
{
  const std::lock_guard lock(m_mutex);
  m_machines.at(machine).process = process;
  m_changed.notify_all();
}

void MachineSwitch::ended(std::size_t machine)
{
  const std::lock_guard lock(m_mutex);
  m_machines.at(machine).ended = true;
  m_changed.notify_all();
}

void MachineSwitch::wait_for_a_change()
{
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return m_after > 0 || m_fired || m_machines.front().ended; });
}

void MachineSwitch::wait_for_the_end()
{
  std::unique_lock lock(m_mutex);
  m_changed.wait(lock, [this] { return all_ended_but(m_fired ? m_first : std::nullopt); });
  if (m_fired && m_blow == Blow::asleep) {
    ::kill(m_machines.at(*m_first).process, SIGCONT);
  }
  m_changed.wait(lock, [this] { return all_ended_but(std::nullopt) && !m_held; });
}

std::optional<std::size_t> MachineSwitch::struck() const
{
  const std::lock_guard lock(m_mutex);
  return m_fired ? m_first : std::nullopt;
}

std::int64_t MachineSwitch::counted() const
{
  const std::lock_guard lock(m_mutex);
  return m_before;
}

bool MachineSwitch::all_ended_but(std::optional<std::size_t> one) const
{
  for (std::size_t i = 0; i < m_machines.size(); ++i) {
    if (i != one && !m_machines[i].ended) {
      return false;
    }
  }
  return true;
}

std::size_t MachineSwitch::machine_of(const sim::Request& request) const
{
  const auto found = std::find_if(m_machines.begin(), m_machines.end(), [&](const Machine& machine) {
    return machine.authorization == request.authorization;
  });
  return static_cast<std::size_t>(found - m_machines.begin());
}

// False: the connection ends here.
bool MachineSwitch::meet(const sim::Request& request, sim::Moment moment)
{
  std::unique_lock lock(m_mutex);
  const auto machine = machine_of(request);
  const bool is_before = moment == sim::Moment::before_effect;
  if (m_fired && m_first != machine) {
    note_other(request, moment);
    return true;
  }
  if (!sim::is_mutating(request)) {
    return true;
  }
  if (!m_first) {
    m_first = machine;
  }
  if (m_first != machine) {
    return true;
  }
  if (m_held && same(*m_held, request)) { // and is carried out now
    m_held.reset();
    m_changed.notify_all();
    return true;
  }
  const auto nth = is_before ? ++m_before : ++m_after;
  const bool wanted = is_before == (m_blow == Blow::before || m_blow == Blow::late);
  const bool now = wanted && m_blow != Blow::none && !m_fired && nth == m_k;
  const bool goes_on = !now || strike(request, lock);
  m_changed.notify_all();
  return goes_on;
}

bool MachineSwitch::strike(const sim::Request& request, std::unique_lock<std::mutex>& lock)
{
  auto& machine = m_machines.at(m_first.value());
  m_changed.wait(lock, [&] { return machine.process != 0 || machine.ended; });
  if (machine.ended) {
    return true;
  }
  m_fired = true;
  if (m_blow == Blow::asleep) {
    ::kill(machine.process, SIGSTOP);
    return true;
  }
  ::kill(machine.process, SIGKILL);
  siginfo_t status{};
  ::waitid(P_PID, static_cast<id_t>(machine.process), &status, WEXITED | WNOWAIT); // dead for certain; its parent waits
  m_changed.notify_all();
  if (m_blow != Blow::late) {
    return false;
  }
  hold(request, lock);
  return true;
}

void MachineSwitch::hold(const sim::Request& request, std::unique_lock<std::mutex>& lock)
{
  m_held = request;
  while (!m_repeated) {
    const auto now = Steady::now();
    if (m_other_at_work && now - *m_other_at_work >= k_quiet) {
      return;
    }
    if (!m_other_at_work && all_ended_but(m_first)) {
      return; // nobody else worked
    }
    m_changed.wait_until(lock, m_other_at_work.value_or(now) + k_quiet);
  }
}

void MachineSwitch::note_other(const sim::Request& request, sim::Moment moment)
{
  if (m_other_at_work || reads_the_account(request)) {
    m_other_at_work = Steady::now();
  }
  if (m_held && moment == sim::Moment::after_effect && same(*m_held, request)) {
    m_repeated = true;
  }
  m_changed.notify_all();
}

} // namespace flowsync::torture
