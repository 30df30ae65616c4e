#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "plan/desired_tree.hpp"
#include "plan/mark_index.hpp"
#include "plan/ownership.hpp"
#include "plan/tree.hpp"

#include <map>
#include <optional>

namespace flowsync::plan {

// What the table of identity says about one address.
struct Binding
{
  enum class Verdict
  {
    bound,   // rows 1, 5, 7
    create,  // row 9: nothing is there, and that is proved
    awaited, // a detected set that does not exist yet
    blocked, // rows 3, 4, 6, 8, or absence not proved: neither touched nor created
  };
  Verdict verdict = Verdict::blocked;
  ResourceId id = 0;                       // when bound
  bool adopting = false;                   // by an `adopt` entry (row 7)
  bool mark_absent = false;                // bound, and a mark of its own is not there
  bool mark_outdated = false;              // bound, and its mark names a `moved:` entry that is gone
  std::optional<Address> previous_address; // its mark or record still has the address of a `moved` entry
  bool left_alone = false; // whatever it is bound to, nothing of its flow is changed: another address is claimed twice
  bool unproved = false;   // blocked only because absence is not proved
};

// Everything the table needs to know.
struct BindingInput
{
  const Desired& desired;
  const Inventory& inventory;
  const LiveTree& tree;
  const StateData& state;
  const Identity& identity;
  bool rebind = false; // lost detected sets may be chosen anew by their selectors
};

// The one table (first row that applies, per address), for all desired addresses, parents first. Problems become
// diagnostics with ExitCode::refused (or auth for a record that may not be read) and block that address only.
std::map<Address, Binding> bind_all(const BindingInput& input, const MarkIndex& marks, Diagnostics& diagnostics);

} // namespace flowsync::plan
