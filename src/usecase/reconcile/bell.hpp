#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <mutex>
#include <stop_token>

namespace flowsync::usecase {

// Wakes all that wait for their next turn. Thread safe.
class Bell
{
public:
  void ring();
  // How often it was rung.
  std::uint64_t rings() const;
  // Waits for `duration`, or until it was rung more than `heard` times; false when `stop` is requested.
  bool wait(Clock& clock, Duration duration, std::uint64_t heard, const std::stop_token& stop);

private:
  mutable std::mutex m_mutex;
  std::uint64_t m_rings = 0;
  std::stop_source m_next; // requested by the next ring
};

} // namespace flowsync::usecase
