#pragma once

#include "cli/console.hpp"
#include "plan/plan.hpp"
#include "view/plan_text.hpp"

#include <string>

namespace flowsync::cli {

// How plans are written on stdout here: colours and width.
view::PlanTextOptions plan_text_options(const CommandContext& context);

// The plan in one of the formats of `plan`: text, json, markdown or html.
std::string render_plan(const plan::Plan& plan, const std::string& format, const view::PlanTextOptions& options);

} // namespace flowsync::cli
