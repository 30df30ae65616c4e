#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync {

// Foreign text for use inside a sentence: printable (see printable.hpp), and cut with "…" when it is long.
std::string excerpt(std::string_view text);

// Characters of UTF-8 text, at least one: how much of a key or value to underline.
std::size_t underline_length(std::string_view text);

} // namespace flowsync
