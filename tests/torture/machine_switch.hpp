#pragma once

#include "sim/message.hpp"
#include "sim/watcher.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::torture {

// What happens to one of several machines at a changing request of its own.
enum class Blow
{
  before, // killed when the request is about to be carried out, which then is not
  after,  // killed when it has been carried out, and nobody hears of it
  late,   // killed, and the request is carried out when another machine is at work
  asleep, // stopped when it has been carried out, until all others are done
  none
};

// Strikes one program at the very moment of its k-th changing request that the simulator gets: that of the machine
// which is the first to change anything. Its requests alone are counted. Thread safe.
//
// A late request is held until another machine has read the account and then either made the same request itself, as
// one does that does not wait, or is quiet for a while, as one is that waits for it.
class MachineSwitch
{
public:
  // To be given to the simulator; refers to this.
  sim::Watcher watcher();

  // Counts from 1 again. Each machine is known by the Authorization of its requests; with none all are one machine.
  void aim(Blow blow, std::int64_t k, std::vector<std::string> authorizations = {});
  // A machine's program runs in this process; and has ended.
  void started(std::size_t machine, int process);
  void ended(std::size_t machine);

  // Returns when something was changed, or the first machine has ended.
  void wait_for_a_change();
  // Returns when all machines have ended, those asleep once all others had, and a late request has been carried out.
  void wait_for_the_end();

  // Who was struck.
  std::optional<std::size_t> struck() const;
  std::int64_t counted() const;

private:
  struct Machine
  {
    std::string authorization;
    int process = 0;
    bool ended = false;
  };

  bool meet(const sim::Request& request, sim::Moment moment);
  std::size_t machine_of(const sim::Request& request) const;
  bool strike(const sim::Request& request, std::unique_lock<std::mutex>& lock);
  void hold(const sim::Request& request, std::unique_lock<std::mutex>& lock);
  void note_other(const sim::Request& request, sim::Moment moment);
  bool all_ended_but(std::optional<std::size_t> one) const;

  mutable std::mutex m_mutex; // guards all below
  std::condition_variable m_changed;
  Blow m_blow = Blow::none;
  std::int64_t m_k = 0;
  std::vector<Machine> m_machines;
  std::optional<std::size_t> m_first; // to change anything
  std::int64_t m_before = 0;          // its changing requests
  std::int64_t m_after = 0;
  bool m_fired = false;
  std::optional<sim::Request> m_held;
  bool m_repeated = false; // by another machine
  std::optional<std::chrono::steady_clock::time_point> m_other_at_work;
};

} // namespace flowsync::torture
