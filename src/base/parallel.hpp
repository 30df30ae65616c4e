#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace flowsync {

// Calls work(i) for every i below `count`, on as many threads as the machine has cores (at most `most`). Returns when
// all are done; rethrows the first exception. `work` must be safe to run for different i at once.
template <typename Work>
void for_each_parallel(std::size_t count, const Work& work, std::size_t most = 64)
{
  const std::size_t threads = std::min({count, most, std::max<std::size_t>(1, std::thread::hardware_concurrency())});
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
  if (threads <= 1) {
    run();
  } else {
    std::vector<std::jthread> pool;
    for (std::size_t i = 0; i < threads; ++i) {
      pool.emplace_back(run);
    }
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
}

} // namespace flowsync
