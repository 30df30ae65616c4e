#pragma once

#include "git_fault.hpp"
#include "machine_switch.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flowsync::torture {

// One thing that goes wrong while several machines apply the same new specs at the same time, and what happens then.
struct MachinePoint
{
  std::string scenario; // of kill_scenarios()
  std::string trouble;  // before, after, late, asleep; git-before, git-after, git-cut, git-deaf
  std::string backend = "git";
  std::size_t machines = 2;
  bool apart = false;   // each a machine of its own, whose clock is wrong
  std::int64_t k = 1;   // its changing request, or the git process of the first machine
  std::string settle{}; // another create_settle than needed; "" none

  // "creates:late:git:2:here:7" or "creates:late:git:2:here:7:1ms", as `scripts/torture machines` takes it.
  std::string text() const;
};

// Throws std::runtime_error for a text that names no point.
MachinePoint parse_machine_point(const std::string& text);

// One scenario, prepared once: the account and project before, how many changing requests and git processes one
// undisturbed apply needs, and what the account must look like at the end. Safe to use by many threads.
class MachineCase
{
public:
  explicit MachineCase(const std::string& scenario);
  ~MachineCase();

  std::int64_t requests() const;
  std::int64_t git_processes() const;

  struct Verdict
  {
    bool happened = false; // false: the apply ended before
    std::string problem;   // for people; "" when all is as it must be
  };
  // All machines apply at once, one of them meets the trouble (that which changes something first; the first of them,
  // if it is trouble with git), and afterwards one of them applies once more.
  Verdict attempt(const MachinePoint& point) const;

private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

} // namespace flowsync::torture
