#pragma once

#include "base/clock.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

namespace flowsync::torture {

// Time for a client and a simulator in one process. Whoever sleeps is woken in order of the times asked for, but never
// by waiting them out: once nothing has happened for a moment, time jumps to the earliest of them. So a reply that
// comes 60 simulated seconds late still comes after one that comes 5 seconds late.
class QuietClock final : public Clock
{
public:
  WallTime now() override;
  std::chrono::steady_clock::time_point steady() override;
  bool sleep(Duration duration, std::stop_token stop) override;

  // Something happens: time does not jump just now. Called with each request.
  void stir() { ++m_stirs; }
  // Moves on by itself, as between two runs of a program.
  void advance(Duration duration);

private:
  std::mutex m_mutex; // guards all below
  std::condition_variable_any m_wake;
  Duration m_skipped{0};
  std::multiset<std::chrono::steady_clock::time_point> m_due;
  std::atomic<std::uint64_t> m_stirs{0};
};

// The same time on a clock that is wrong by so much.
class SkewedClock final : public Clock
{
public:
  explicit SkewedClock(Clock& right) : m_right(right) {}

  WallTime now() override { return m_right.now() + m_by; }
  std::chrono::steady_clock::time_point steady() override { return m_right.steady(); }
  bool sleep(Duration duration, std::stop_token stop) override { return m_right.sleep(duration, stop); }
  void skew(Duration by) { m_by = by; }

private:
  Clock& m_right;
  Duration m_by{0};
};

} // namespace flowsync::torture
