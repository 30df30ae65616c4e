#pragma once

#include "view/plan_text.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

// What a comment on a forge may hold, in bytes.
inline constexpr std::size_t k_markdown_limit = 65'536;

// The plan for a pull request: the sentence first, then a table, then each resource folded with its differences. It
// stays below `limit` bytes: whole resources are left out at the end, and the text says which.
std::string plan_markdown(const plan::Plan& plan, const PlanTextOptions& options, std::size_t limit = k_markdown_limit);

} // namespace flowsync::view
