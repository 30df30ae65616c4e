#pragma once

#include "view/plan_text.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// The plan as one page that needs no other file, in the order of importance; of one that could not be made, why.
std::string plan_html(const plan::Plan& plan, const PlanTextOptions& options);
// Several, one below the other, with a table of them at the top.
std::string plans_html(const std::vector<plan::Plan>& plans, const PlanTextOptions& options);

} // namespace flowsync::view
