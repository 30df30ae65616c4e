#pragma once

#include "base/exit_code.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"

namespace flowsync::cli {

// `init --upgrade`: writes schemas and files for CI of the project anew as this version has them, where nobody edited
// them, and prints the rest as a patch.
ExitCode upgrade_project(const InitOptions& options, CommandContext& context);

} // namespace flowsync::cli
