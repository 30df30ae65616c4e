#pragma once

#include "plan/plan.hpp"
#include "usecase/run/context.hpp"

#include <filesystem>
#include <string>

namespace flowsync::usecase {

// The folder of `plan --policy`, absolute. Throws Fatal when there is none.
std::filesystem::path policy_folder(const std::string& words, const CommandContext& context);

// Lets conftest judge the plan as JSON by the policies of the folder, and puts into the plan what they deny, as
// refusals, and what they warn of. Returns whether anything was denied. The program finds none of our variables but
// PATH and HOME, so that no policy can read a key. Throws Fatal when conftest is not there, does not manage, or finds
// no rule.
bool judge_plan(const std::filesystem::path& policies, plan::Plan& plan);

} // namespace flowsync::usecase
