#pragma once

#include "base/diagnostic.hpp"
#include "model/environment.hpp"
#include "plan/plan.hpp"

namespace flowsync::cli {

// Why this plan may not be applied, before anything is written (every error asks for exit 6): replacing and deleting,
// whose guards do not exist yet, and the limits of the environment's `safety`. Creates and adoptions never count;
// percentages are of the bound resources and do not count below 10 of them.
Diagnostics check_safety(const plan::Plan& plan, const Environment::Safety& safety);

} // namespace flowsync::cli
