#pragma once

#include "plan/plan.hpp"
#include "view/paint.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

inline constexpr auto k_no_plan = "There is no plan: it could not be made.";

// What to say of a plan that could not be made (plan.made is false): that there is none, and why.
std::string unmade_plan_text(const plan::Plan& plan, const Paint& paint, bool with_problems);
std::string unmade_plan_markdown(const plan::Plan& plan, std::size_t limit);

} // namespace flowsync::view
