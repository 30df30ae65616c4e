#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace flowsync::sim {

// Threads for connections, made when they are needed: a keep-alive connection holds its thread for as long as it is
// open, so a fixed number would starve the next client.
class ThreadCrew final : public httplib::TaskQueue
{
public:
  void enqueue(std::function<void()> job) override;
  // Waits for the jobs under way and those still queued.
  void shutdown() override;

private:
  void work();

  static constexpr std::size_t k_most = 512;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_jobs;
  std::vector<std::thread> m_threads;
  std::size_t m_idle = 0;
  bool m_ending = false;
};

} // namespace flowsync::sim
