#pragma once

#include "spec/yaml_lines.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace flowsync::spec {

enum class YamlStyle : std::uint8_t
{
  plain,
  quoted,
  block_text, // `|` or `>`
  flow,       // {…} or […]
  block,      // a map or list by indentation
  alias
};

// Where a scalar ends that begins at `content` and was read as `value`: behind its last byte, before a line break. A
// block text ends with the last line that belongs to it. `content` when the text is another one.
std::size_t end_of_scalar(const YamlLines& lines, std::size_t content, YamlStyle style, std::string_view value);

// Behind the last character of a block text that is not white, when it was read as `value`; `content` when the text is
// another one.
std::size_t end_of_words(const YamlLines& lines, std::size_t content, std::string_view value);

// Behind the closing quote of what is quoted from here on; nothing when it is never closed.
std::optional<std::size_t> end_of_quotes(std::string_view text, std::size_t first);

// Behind the name of an anchor or alias whose `&` or `*` stands here.
std::size_t end_of_name(std::string_view text, std::size_t first);

// What is open at a place of a text that cannot be read on: a quote or, without one, the innermost bracket.
struct YamlOpen
{
  std::optional<std::size_t> quote;
  std::optional<std::size_t> bracket;
};

// Looks from `from`, where no quote and no bracket is open, to `until`.
YamlOpen find_open(const YamlLines& lines, std::size_t from, std::size_t until);

} // namespace flowsync::spec
