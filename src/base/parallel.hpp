#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace flowsync {

// Calls work(i) for every i below `count` on up to `most` threads, however many cores there are: for work that waits
// for a service. Returns when all are done; rethrows the first exception, after which nothing new is begun. `work` must
// be safe to run for different i at once.
template <typename Work>
void call_each(std::size_t count, std::size_t most, const Work& work)
{
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        failure = failure ? failure : std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(count, std::max<std::size_t>(1, most)); ++i) {
      threads.emplace_back(run);
    }
    run();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

// The same for work that computes: on as many threads as the machine has cores, at most `most`.
template <typename Work>
void for_each_parallel(std::size_t count, const Work& work, std::size_t most = 64)
{
  call_each(count, std::min<std::size_t>(most, std::max(1U, std::thread::hardware_concurrency())), work);
}

} // namespace flowsync
