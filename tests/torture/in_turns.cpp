#include "in_turns.hpp"

#include <atomic>
#include <thread>

namespace flowsync::torture {

void in_turns(const std::vector<std::function<bool()>>& tasks, std::size_t threads)
{
  std::atomic<std::size_t> next{0};
  std::atomic<bool> ended{false};
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (auto mine = next++; mine < tasks.size() && !ended; mine = next++) {
        if (!tasks[mine]()) {
          ended = true;
        }
      }
    });
  }
}

} // namespace flowsync::torture
