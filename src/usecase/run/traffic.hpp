#pragma once

#include <atomic>
#include <cstdint>

namespace flowsync::usecase {

// What was sent to Nexla, repetitions included. Counted by several threads at once.
struct Traffic
{
  std::atomic<std::uint64_t> sent{0};
  std::atomic<std::uint64_t> throttled{0}; // answered with 429
  std::atomic<std::uint64_t> failed{0};    // without an answer, or answered with 5xx
};

} // namespace flowsync::usecase
