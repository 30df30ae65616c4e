#pragma once

#include "base/secret.hpp"
#include "plan/plan.hpp"

#include <map>
#include <string>

namespace flowsync::plan {

// Adds a note of the secrets that this run was not given, and of how many values could not be compared for want of
// them. `plan.changes` must be complete.
void note_unset_secrets(const Desired& desired, const std::map<std::string, Secret>& secrets, Plan& plan);

} // namespace flowsync::plan
