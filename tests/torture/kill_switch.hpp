#pragma once

#include "sim/watcher.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace flowsync::torture {

// Kills a program with SIGKILL at the very moment at which the simulator is about to carry out, or has just carried
// out, the program's k-th changing request. Thread safe.
class KillSwitch
{
public:
  // To be given to the simulator; refers to this.
  sim::Watcher watcher();

  // Counts from 1 again, and kills at the k-th; 0: never.
  void aim(std::int64_t k, sim::Moment moment);
  // Whom to kill.
  void victim(int process);

  bool fired() const;
  std::int64_t counted() const; // changing requests since aim()

private:
  bool meet(const sim::Request& request, sim::Moment moment);

  mutable std::mutex m_mutex; // guards all below
  std::condition_variable m_known;
  std::int64_t m_k = 0;
  sim::Moment m_moment = sim::Moment::before_effect;
  int m_process = 0;
  bool m_fired = false;
  std::int64_t m_before = 0; // requests that were met before their effect
  std::int64_t m_after = 0;  // and after it
};

} // namespace flowsync::torture
