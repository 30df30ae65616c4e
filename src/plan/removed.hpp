#pragma once

#include "plan/binding.hpp"
#include "plan/moves.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace flowsync::plan {

// Resources that this environment owns (recorded, or marked and of an accepted owner) and the specs do not name any
// more: kept, with a warning, or with `prune` deleted. A detected set is listed only when it has a record and its
// source goes as well: it belongs to its source.
std::vector<ResourceChange> removed_resources(const BindingInput& input, const MarkIndex& marks, const Moves& moves,
                                              bool prune, Diagnostics& diagnostics);

// What needs the id of something that is blocked and does not exist is blocked with it: what hangs from it, and what
// refers to it.
void block_dependents(const Desired& desired, Plan& plan);

} // namespace flowsync::plan
