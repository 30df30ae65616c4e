#pragma once

#include <string>

namespace flowsync::view {

// A text for people, without colours, as one page that needs no other file.
std::string text_html(const std::string& title, const std::string& text);

// The same text for a comment on a forge: a heading and a block, below the size of a comment; what does not fit is cut
// after a whole line, and that is said.
std::string text_markdown(const std::string& title, const std::string& environment, const std::string& text);

} // namespace flowsync::view
