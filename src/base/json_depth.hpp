#pragma once

#include <cstddef>
#include <string_view>

namespace flowsync {

// Whether brackets and braces of a JSON text nest deeper than that: code that recurses over what was read would run out
// of stack.
bool nests_deeper(std::string_view json, std::size_t levels);

} // namespace flowsync
