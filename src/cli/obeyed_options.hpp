#pragma once

#include <string>
#include <string_view>

namespace flowsync::cli {

// Which of the flags that every command takes mean something to a command such as "plan" or "state list", and which
// formats it has: two lines for its help. Empty for the program itself.
std::string obeyed_options(std::string_view command);

} // namespace flowsync::cli
