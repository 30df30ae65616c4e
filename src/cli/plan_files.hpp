#pragma once

#include "cli/console.hpp"
#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// The plans in a file: saved by `plan --out`, or what `plan` or `drift` wrote as JSON. Throws Fatal for any other file.
std::vector<plan::Plan> read_plan_file(const std::string& file, const CommandContext& context);

} // namespace flowsync::cli
