#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace flowsync::exec {

// What somebody waits for who has nothing else to do.
enum class Wait
{
  detection, // Nexla's look at the data
  settle,    // a create whose answer got lost
};

// "Call me again after this long"; no worker is held meanwhile.
struct Later
{
  Duration after{0};
  Wait why = Wait::detection;
};

// One thing to do in one or more steps: each call does a piece of work and says when to go on, or nothing when over.
using Step = std::function<std::optional<Later>()>;

// Runs steps on a number of threads: each as soon as all that it comes after is over. A requested stop makes every wait
// end at once; the steps themselves decide what that means.
class ReadySet
{
public:
  using Id = std::size_t;

  ReadySet(Clock& clock, std::stop_token stop) : m_clock(clock), m_stop(std::move(stop)) {}

  Id add(Step step);
  // `later` begins only when `earlier` is over. Both were added; circles are the caller's mistake (std::logic_error).
  void after(Id later, Id earlier);
  // Returns when everything is over; rethrows the first exception of a step (which counts as over).
  void run(std::size_t threads);

  // How long nothing happened but waiting for detection.
  Duration waited_for_detection() const { return m_detection; }

private:
  struct Node
  {
    Step step;
    std::size_t waits_for = 0;
    std::vector<Id> released;
  };
  struct Delayed
  {
    Id id = 0;
    Wait why = Wait::detection;
  };

  void work();
  void call(std::unique_lock<std::mutex>& lock);
  void sleep(std::unique_lock<std::mutex>& lock);
  void wake_due();
  void delay(Id id, const Later& later);
  void finish(Id id);
  void account();

  Clock& m_clock;
  std::stop_token m_stop;

  std::mutex m_mutex; // guards all below while running
  std::condition_variable m_changed;
  std::vector<Node> m_nodes;
  std::deque<Id> m_ready;
  std::multimap<std::chrono::steady_clock::time_point, Delayed> m_delayed;
  std::size_t m_settling = 0; // of those
  std::size_t m_running = 0;
  std::size_t m_open = 0;
  bool m_sleeping = false; // one worker sleeps until the first of m_delayed
  std::stop_source m_wake;
  std::exception_ptr m_failure;
  std::optional<std::chrono::steady_clock::time_point> m_idle_since;
  Duration m_detection{0};
};

} // namespace flowsync::exec
