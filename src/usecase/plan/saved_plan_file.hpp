#pragma once

#include "plan/saved_plan.hpp"
#include "usecase/run/context.hpp"

namespace flowsync::usecase {

// Throws Fatal when `file` cannot be where a plan is saved: `-`, or a file that is there and is not a saved plan.
void check_plan_file(const std::string& file, const CommandContext& context);

// Writes the plan, readable for the user alone, whole or not at all, and says how to apply it. Throws Fatal.
void save_plan(const plan::SavedPlan& saved, const std::string& file, const CommandContext& context);

// Reads a saved plan. Throws Fatal when it cannot be read, is not a saved plan, or when -e names another environment.
plan::SavedPlan read_saved_plan(const std::string& file, const CommandContext& context);

// The plan that `apply FILE` names. Throws Fatal as read_saved_plan(), and when flags of the command line contradict
// it.
plan::SavedPlan load_saved_plan(const ApplyOptions& options, const CommandContext& context);

} // namespace flowsync::usecase
