#pragma once

#include "plan/plan.hpp"
#include "view/plan_text.hpp"

#include <string>
#include <string_view>

namespace flowsync::view {

// With this the text of every issue about drift in the environment begins.
std::string drift_issue_beginning(std::string_view project, std::string_view environment);

std::string drift_issue_title(const plan::Plan& plan);

// The text of the issue: what changed in Nexla since the last apply and the two ways out, or that nothing differs any
// more. Below 65,536 bytes. `job`: address of the job that looked, "" = unknown.
std::string drift_issue(const plan::Plan& plan, const std::string& job, const PlanTextOptions& options);

} // namespace flowsync::view
