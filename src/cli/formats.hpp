#pragma once

#include "cli/options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::cli {

// The formats that a command such as "plan" or "state list" can write, the usual one first; none for an unknown one.
const std::vector<std::string>& formats_of(std::string_view command);

// The wanted output format, the usual one when none was given. Throws Fatal for one that the command does not have.
std::string choose_format(const GlobalOptions& options, const std::string& command);

} // namespace flowsync::cli
