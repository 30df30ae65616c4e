#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "plan/planner.hpp"

namespace flowsync::plan {

// Whether a resource is named by one of the targets (address, flow, or label=value); everything is when there are none.
bool is_targeted(const Targets& targets, const Address& address, const std::map<std::string, std::string>& labels);

// The error for a target that names nothing, with what was probably meant.
Diagnostic unknown_target(const std::string& target, const Desired& desired);

// Leaves in the plan the targets and what they need that does not exist yet; an unknown target becomes an error.
void keep_targets(const Targets& targets, const Desired& desired, Plan& plan);

} // namespace flowsync::plan
