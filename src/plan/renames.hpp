#pragma once

#include "plan/binding.hpp"
#include "plan/moves.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace flowsync::plan {

// What would be created while something like it is orphaned is most probably a rename: an error that names the `moved`
// entry to add, unless one says already that it is another thing. Like it is what has the same type and either the same
// name, or the same content (config, transform, rows, code) as was applied last, or, for a source, a flow below it that
// is kept as a whole. Where the source of a flow is taken for another one's it is the flow that was renamed, and one
// error says so for all of it. The creates are blocked, and what they are taken for is not deleted.
void guard_renames(const BindingInput& input, const Moves& moves, std::vector<ResourceChange>& removed, Plan& plan);

} // namespace flowsync::plan
