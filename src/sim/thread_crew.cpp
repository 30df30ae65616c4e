#include "sim/thread_crew.hpp"

namespace flowsync::sim {

void ThreadCrew::enqueue(std::function<void()> job)
{
  const std::lock_guard lock(m_mutex);
  m_jobs.push_back(std::move(job));
  if (m_idle < m_jobs.size() && m_threads.size() < k_most) {
    m_threads.emplace_back([this] { work(); });
  }
  m_wake.notify_one();
}

void ThreadCrew::work()
{
  std::unique_lock lock(m_mutex);
  while (true) {
    ++m_idle;
    m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
    --m_idle;
    if (m_jobs.empty()) {
      return;
    }
    auto job = std::move(m_jobs.front());
    m_jobs.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

void ThreadCrew::shutdown()
{
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_wake.notify_all();
  for (auto& thread : m_threads) {
    thread.join();
  }
}

} // namespace flowsync::sim
