#pragma once

#include "cli/console.hpp"
#include "cli/failure.hpp"
#include "plan/plan.hpp"
#include "view/plan_text.hpp"

#include <string>

namespace flowsync::cli {

// How plans are written on stdout here: colours and width.
view::PlanTextOptions plan_text_options(const CommandContext& context);

// What stands for the plan of an environment ("" when it is not known) that could not be made.
plan::Plan unmade_plan(const std::string& environment, const Failure& failure, const CommandContext& context);

} // namespace flowsync::cli
