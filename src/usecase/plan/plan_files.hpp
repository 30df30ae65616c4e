#pragma once

#include "plan/plan.hpp"
#include "usecase/run/context.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// The plans in a file: saved by `plan --out`, or what `plan` wrote as JSON. Throws Fatal for any other file, as for
// what `drift` wrote: what it looked at is a plan as well, which nobody is to apply.
std::vector<plan::Plan> read_plan_file(const std::string& file, const CommandContext& context);

// What `drift` wrote as JSON. Throws Fatal for any other file: what a plan says of drift is what it undoes.
std::vector<plan::Plan> read_drift_file(const std::string& file, const CommandContext& context);

} // namespace flowsync::usecase
