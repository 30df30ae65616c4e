#pragma once

#include "base/exit_code.hpp"
#include "usecase/run/context.hpp"

#include <filesystem>
#include <string>

namespace flowsync::usecase {

// `init --upgrade`: writes schemas and files for CI of the project anew as this version has them, where nobody edited
// them, and prints the rest as a patch. `directory`: of the project, relative to the working one. `ci`: "github",
// "gitlab", "both" or "none"; "" = as what is there says.
ExitCode upgrade_project(const std::filesystem::path& directory, const std::string& ci, CommandContext& context);

} // namespace flowsync::usecase
