#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

// One line of a comparison: ' ' in both, '-' only before, '+' only after; '#' stands for `hidden` equal lines that are
// not shown.
struct DiffLine
{
  char sign = ' ';
  std::string text;
  std::size_t hidden = 0;
  bool operator==(const DiffLine&) const = default;
};

// The lines of both texts with what was removed and added; of equal lines only `context` around each change are kept.
std::vector<DiffLine> line_diff(const std::vector<std::string>& before, const std::vector<std::string>& after,
                                std::size_t context = 2);

} // namespace flowsync::view
