#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// A line in pieces of at most `columns` each, broken at blanks, which stay at the end of their piece; a word that is
// longer keeps whole. Never empty.
std::vector<std::string> pieces_of(std::string_view line, std::size_t columns);

// Prose over as many lines as it needs: `first` before the first one, `next` before the others. Ends with a line break.
std::string wrapped_text(const std::string& first, const std::string& next, std::string_view text, std::size_t columns);

} // namespace flowsync::view
