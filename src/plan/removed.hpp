#pragma once

#include "plan/binding.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace flowsync::plan {

// Resources that this environment owns (recorded, or marked and of an accepted owner) and the specs do not name any
// more: kept, with a warning, or with `prune` deleted. A detected set is listed only when it has a record and its
// source goes as well: it belongs to its source.
std::vector<ResourceChange> removed_resources(const BindingInput& input, const MarkIndex& marks, bool prune,
                                              Diagnostics& diagnostics);

// A resource that would be created while an owned one of the same type and name is orphaned is most probably a rename:
// an error that names the `moved` entry to add, unless a `moved:` entry says it is another thing. The creates are
// blocked, and what they are taken for is not deleted.
void guard_renames(const Desired& desired, std::vector<ResourceChange>& removed, Plan& plan);

// What needs the id of something that is blocked and does not exist is blocked with it: what hangs from it, and what
// refers to it.
void block_dependents(const Desired& desired, Plan& plan);

} // namespace flowsync::plan
