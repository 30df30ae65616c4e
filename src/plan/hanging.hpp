#pragma once

#include "plan/binding.hpp"
#include "plan/plan.hpp"

#include <vector>

namespace flowsync::plan {

// What hangs directly below the bound resources and is not this environment's, sorted by address, type and id. Sets
// that Nexla detects and sources that it generates belong to what they hang from.
std::vector<Hanging> hanging_below(const BindingInput& input, const MarkIndex& marks, const Bindings& bindings);

} // namespace flowsync::plan
