#pragma once

#include "compare/comparison.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

// For a comment on a pull request: the summary and what one side alone has first, then one folded table for each flow
// that differs, those with something forgotten first. Stays below `limit` bytes: cut at whole flows, and says so.
std::string compare_markdown(const compare::Comparison& comparison, std::size_t limit = 65'536);

} // namespace flowsync::view
