#pragma once

#include "cli/console.hpp"
#include "cli/saved_plan.hpp"

namespace flowsync::cli {

// Throws Fatal when `file` cannot be where a plan is saved: `-`, or a file that is there and is not a saved plan.
void check_plan_file(const std::string& file, const CommandContext& context);

// Writes the plan, readable for the user alone, whole or not at all, and says how to apply it. Throws Fatal.
void save_plan(const SavedPlan& saved, const std::string& file, const CommandContext& context);

// Reads a saved plan. Throws Fatal when it cannot be read, is not a saved plan, or when -e names another environment.
SavedPlan read_saved_plan(const std::string& file, const CommandContext& context);

// The plan that `apply FILE` names. Throws Fatal as read_saved_plan(), and when flags of the command line contradict
// it.
SavedPlan load_saved_plan(const ApplyOptions& options, const CommandContext& context);

// compare_plans() with the plan made now as it would be read from a file.
Diagnostics compare_with_saved(const SavedPlan& saved, const SavedPlan& now);

} // namespace flowsync::cli
