#pragma once

#include "cli/console.hpp"
#include "cli/workspace.hpp"
#include "plan/plan.hpp"
#include "view/plan_text.hpp"

namespace flowsync::cli {

// How plans are written on stdout here: colours, width, and how many fields the specs set.
view::PlanTextOptions plan_text_options(const Workspace& workspace, const CommandContext& context);

} // namespace flowsync::cli
