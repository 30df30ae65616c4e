#pragma once

#include "sim/watcher.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace flowsync::torture {

// What happens to one of several machines at a changing request of any of them.
enum class Blow
{
  before, // killed when the request is about to be carried out, which then is not
  after,  // killed when it has been carried out, and nobody hears of it
  late,   // killed, and the request is carried out a while later
  asleep, // stopped when it has been carried out, until all others are done
  none
};

// Strikes one program at the very moment of the k-th changing request that the simulator gets. Thread safe.
class MachineSwitch
{
public:
  // To be given to the simulator; refers to this.
  sim::Watcher watcher();

  // Counts from 1 again. `lateness` is how long a request of the dead is on its way.
  void aim(Blow blow, std::int64_t k, std::chrono::milliseconds lateness = {});
  // Whom; and when it has ended by itself.
  void victim(int process);
  void victim_ended();
  // Returns when something was changed, or the victim has ended.
  void wait_for_a_change();

  bool fired() const;
  void wake(); // one that is asleep
  std::int64_t counted() const;

private:
  bool meet(sim::Moment moment);
  bool strike(std::unique_lock<std::mutex>& lock);

  mutable std::mutex m_mutex; // guards all below
  std::condition_variable m_changed;
  Blow m_blow = Blow::none;
  std::int64_t m_k = 0;
  std::chrono::milliseconds m_lateness{0};
  int m_process = 0;
  bool m_ended = false;
  bool m_fired = false;
  std::int64_t m_before = 0;
  std::int64_t m_after = 0;
};

} // namespace flowsync::torture
