#pragma once

#include "compare/comparison.hpp"
#include "view/paint.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::view {

inline constexpr std::string_view k_not_set = "(not set)";

struct CompareTextOptions
{
  Paint paint;
  std::size_t columns = 120;
};

// What one side alone has, then flow by flow what differs, those that look forgotten first, each with both values and
// their places; the sentence that sums it up comes last.
std::string compare_text(const compare::Comparison& comparison, const CompareTextOptions& options);

// The values of one difference that need lines of their own, signed: '-' left, '+' right, '|' both; of files,
// what they hold. Empty when both fit on a line.
std::vector<std::string> value_lines(const compare::Difference& difference);

// Both values on one line each, long ones without what they have in common far from what differs; k_not_set for none,
// "(removed)" for what was removed.
std::pair<std::string, std::string> value_pair(const compare::Difference& difference, std::size_t longest);

} // namespace flowsync::view
