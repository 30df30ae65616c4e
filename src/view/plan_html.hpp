#pragma once

#include "view/plan_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// Foreign text inside an HTML page: harmless characters only, markup escaped.
std::string html_escape(std::string_view text);

// The plan as one page that needs no other file; of one that could not be made, why.
std::string plan_html(const plan::Plan& plan, const PlanTextOptions& options);
// Several, one below the other.
std::string plans_html(const std::vector<plan::Plan>& plans, const PlanTextOptions& options);

} // namespace flowsync::view
