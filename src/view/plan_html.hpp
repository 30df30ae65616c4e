#pragma once

#include "view/plan_text.hpp"

#include <string>
#include <string_view>

namespace flowsync::view {

// Foreign text inside an HTML page: harmless characters only, markup escaped.
std::string html_escape(std::string_view text);

// The plan as one page that needs no other file.
std::string plan_html(const plan::Plan& plan, const PlanTextOptions& options);

} // namespace flowsync::view
