#include "exec/ready_set.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace flowsync::exec {

ReadySet::Id ReadySet::add(Step step)
{
  m_nodes.push_back({std::move(step), 0, {}});
  return m_nodes.size() - 1;
}

void ReadySet::after(Id later, Id earlier)
{
  m_nodes.at(earlier).released.push_back(later);
  ++m_nodes.at(later).waits_for;
}

void ReadySet::run(std::size_t threads)
{
  m_open = m_nodes.size();
  for (Id id = 0; id < m_nodes.size(); ++id) {
    if (m_nodes[id].waits_for == 0) {
      m_ready.push_back(id);
    }
  }
  const auto workers = std::min(threads, m_open); // counted before the first of them changes m_open
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < workers; ++i) {
      pool.emplace_back([this] { work(); });
    }
    work();
  }
  if (m_failure) {
    std::rethrow_exception(m_failure);
  }
}

void ReadySet::work()
{
  std::unique_lock lock(m_mutex);
  while (m_open > 0) {
    wake_due();
    if (!m_ready.empty()) {
      call(lock);
    } else if (!m_delayed.empty() && !m_sleeping) {
      sleep(lock);
    } else if (m_running == 0 && m_delayed.empty()) {
      m_failure = std::make_exception_ptr(std::logic_error("steps wait for one another"));
      m_open = 0;
    } else {
      m_changed.wait(lock);
    }
  }
  m_changed.notify_all();
}

void ReadySet::call(std::unique_lock<std::mutex>& lock)
{
  const auto id = m_ready.front();
  m_ready.pop_front();
  ++m_running;
  account();
  lock.unlock();
  std::optional<Later> later;
  std::exception_ptr failure;
  try {
    later = m_nodes[id].step();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  --m_running;
  if (failure && !m_failure) {
    m_failure = failure;
  }
  if (later) {
    delay(id, *later);
  } else {
    finish(id);
  }
  account();
  m_changed.notify_all();
}

// The one worker that sleeps does it with the set unlocked; an earlier wait or a stop wakes it.
void ReadySet::sleep(std::unique_lock<std::mutex>& lock)
{
  m_sleeping = true;
  m_wake = std::stop_source();
  const auto wake = m_wake;
  const auto until = m_delayed.begin()->first;
  lock.unlock();
  {
    const std::stop_callback stopped(m_stop, [wake]() mutable { wake.request_stop(); });
    const auto left = std::chrono::ceil<Duration>(until - m_clock.steady());
    if (left > Duration::zero()) {
      m_clock.sleep(left, wake.get_token());
    }
  }
  lock.lock();
  m_sleeping = false;
  m_changed.notify_all();
}

void ReadySet::wake_due()
{
  const bool all = m_stop.stop_requested();
  const auto now = m_clock.steady();
  while (!m_delayed.empty() && (all || m_delayed.begin()->first <= now)) {
    const auto& due = m_delayed.begin()->second;
    m_settling -= due.why == Wait::settle ? 1U : 0U;
    m_ready.push_back(due.id);
    m_delayed.erase(m_delayed.begin());
  }
  account();
}

void ReadySet::delay(Id id, const Later& later)
{
  const auto at = m_clock.steady() + later.after;
  const bool first = m_delayed.empty() || at < m_delayed.begin()->first;
  m_delayed.emplace(at, Delayed{id, later.why});
  m_settling += later.why == Wait::settle ? 1U : 0U;
  if (first && m_sleeping) {
    m_wake.request_stop();
  }
}

void ReadySet::finish(Id id)
{
  --m_open;
  for (const auto next : m_nodes[id].released) {
    if (--m_nodes[next].waits_for == 0) {
      m_ready.push_back(next);
    }
  }
}

void ReadySet::account()
{
  const bool only_detection = m_running == 0 && m_ready.empty() && !m_delayed.empty() && m_settling == 0;
  if (only_detection && !m_idle_since) {
    m_idle_since = m_clock.steady();
  } else if (!only_detection && m_idle_since) {
    m_detection += std::chrono::duration_cast<Duration>(m_clock.steady() - *m_idle_since);
    m_idle_since.reset();
  }
}

} // namespace flowsync::exec
