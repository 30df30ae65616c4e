#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::cli {

// The shells that there is a script for.
const std::vector<std::string>& completion_shells();

// The script that makes a shell ask `flowsync __complete`; "" for an unknown shell.
std::string_view completion_script(std::string_view shell);

} // namespace flowsync::cli
