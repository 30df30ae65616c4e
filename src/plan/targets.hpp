#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "plan/planner.hpp"

#include <set>

namespace flowsync::plan {

// The targets with all that they come from or refer to, directly or not.
std::set<Address> targets_and_needs(const Desired& desired, const Targets& targets);

// The error for a target that names nothing, with what was probably meant.
Diagnostic unknown_target(const std::string& target, const Desired& desired);

// Leaves in the plan the targets and what they need that does not exist yet, less what is excluded and what cannot be
// made without that, which is named; an unknown target becomes an error.
void keep_targets(const Targets& targets, const Desired& desired, Plan& plan);

// Whether keep_targets() has left out more than the targets say: what needs something excluded that is not there.
bool leaves_out_dependents(const Plan& plan);

} // namespace flowsync::plan
