#pragma once

#include "spec/yaml_lines.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// What yaml-cpp 0.7 reads otherwise than YAML says.

// The value of a text in quotes that ends with empty lines, of which the library drops all but one; nothing for every
// other one, which it reads as it should. `written`: with its quotes.
std::optional<std::string> with_line_breaks(std::string_view written);

// The value of a block text that is folded (`>`) and begins at `content`, of whose last line breaks the library drops
// some; `read`: what it read. Nothing when it holds nothing but white.
std::optional<std::string> with_last_lines(const YamlLines& lines, std::size_t content, std::string_view read);

// Where the text in double quotes from `first` to `last` holds `\'`, which is not an escape though the library takes
// it.
std::optional<std::size_t> find_quote_escape(std::string_view text, std::size_t first, std::size_t last);

} // namespace flowsync::spec
