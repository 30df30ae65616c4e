#pragma once

#include "kill_scenario.hpp"
#include "sim/watcher.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace flowsync::torture {

// What became of the state folder when the killed apply is followed by another one.
enum class Memory
{
  kept,
  lost,     // the folder is gone
  old,      // as it was before the killed run
  truncated // the journal ends after so many of its bytes
};

struct KillPoint
{
  std::size_t scenario = 0; // in kill_scenarios()
  std::int64_t k = 1;       // the changing request at which the apply dies
  sim::Moment moment = sim::Moment::before_effect;
  Memory memory = Memory::kept;
  std::size_t journal_bytes = 0; // with truncated

  // "creates:7:after:lost", as `scripts/torture kill` takes it.
  std::string text() const;
};

// Throws std::runtime_error for a text that names no point.
KillPoint parse_kill_point(const std::string& text);

// One scenario, prepared once: the account and project before the killed apply, how many changing requests an
// undisturbed one sends, and what the account must look like at the end. Safe to use by many threads.
class KillCase
{
public:
  // Runs the undisturbed apply. Throws std::runtime_error when that does not work.
  explicit KillCase(std::size_t scenario);
  ~KillCase();

  const KillScenario& scenario() const;
  std::int64_t requests() const;

  struct Verdict
  {
    bool killed = false;             // false: the apply ended before its k-th request
    std::size_t points = 0;          // memories that were tried
    std::vector<std::string> failed; // a text for people, for each point that does not hold
  };
  // Kills one apply, then tries each of these memories of it.
  Verdict attempt(std::int64_t k, sim::Moment moment, const std::vector<Memory>& memories) const;
  // Kills one apply, then lets its journal end after each `step`-th of its last bytes.
  Verdict attempt_truncations(std::int64_t k, sim::Moment moment, std::size_t step, std::size_t only = 0) const;

private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

} // namespace flowsync::torture
