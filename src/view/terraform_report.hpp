#pragma once

#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// GitLab's report of an infrastructure plan: {"create": 1, "update": 2, "delete": 0}, of all environments together; a
// replacement counts as both. Where any of the plans could not be made these three are missing, which GitLab shows as
// a report that failed: zeros would look like "no changes".
std::string terraform_report(const std::vector<plan::Plan>& plans);

} // namespace flowsync::view
