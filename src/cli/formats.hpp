#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::cli {

// The formats that a command such as "plan" or "state list" can write, the usual one first; none for an unknown one.
const std::vector<std::string>& formats_of(std::string_view command);

} // namespace flowsync::cli
