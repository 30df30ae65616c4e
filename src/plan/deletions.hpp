#pragma once

#include "plan/binding.hpp"
#include "plan/plan.hpp"

namespace flowsync::plan {

// Takes out of the plan the deletions and replacements that may not be made, each with an error of its own (exit
// `refused`): what does not carry its mark, and what has something below it that does not go along. Deleting needs a
// binding and the mark; detected sets and generated sources belong to what they come from and go with it. Those that
// stay in the plan say in `affects` what goes with them and has no change of its own.
void guard_deletions(const BindingInput& input, const MarkIndex& marks, Plan& plan);

} // namespace flowsync::plan
