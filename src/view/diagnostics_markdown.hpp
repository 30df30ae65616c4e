#pragma once

#include "base/diagnostic.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

// A list with one line for each problem, errors first; what is said in the same words at many places once, with the
// first few of them. Stays below `limit` bytes, and says how many it left out.
std::string diagnostics_markdown(const Diagnostics& diagnostics, std::size_t limit);

} // namespace flowsync::view
