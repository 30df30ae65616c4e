#pragma once

#include "plan/plan.hpp"
#include "usecase/run/context.hpp"
#include "usecase/run/failure.hpp"
#include "view/plan_text.hpp"
#include "view/table.hpp"

#include <string>

namespace flowsync::usecase {

// Columns for text on stdout: what $COLUMNS says, else those of the terminal, else 80.
std::size_t text_columns(const CommandContext& context);

// The same for words; tables are as wide as they are where nobody but a program reads them.
view::TextWidth text_width(const CommandContext& context);

// How plans are written on stdout here: colours and width. `full`: with every field and each of many equal changes.
view::PlanTextOptions plan_text_options(const CommandContext& context, bool full = false);

// What stands for the plan of an environment ("" when it is not known) that could not be made.
plan::Plan unmade_plan(const std::string& environment, const Failure& failure, const CommandContext& context);

} // namespace flowsync::usecase
