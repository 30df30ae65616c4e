#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::view {

// A value on one line, much as JSON, harmless on a terminal: two values that differ never look the same (see
// visible_text.hpp).
std::string inline_value(const nlohmann::json& value);

// Two values that differ, each on one line. Of texts longer than `longest` everything that differs is there, and of the
// rest only what stands next to it: no changed character is ever left out.
std::pair<std::string, std::string> inline_pair(const nlohmann::json& before, const nlohmann::json& after,
                                                std::size_t longest);

// A part of two lines: ' ' in both, '-' only before, '+' only after.
struct ChangedPiece
{
  char sign = ' ';
  std::string text;
};

// What two lines have in common and in what they differ, word by word. `only_around`: of what both have only what
// stands next to a change, when it is long.
std::vector<ChangedPiece> changed_pieces(std::string_view before, std::string_view after, bool only_around);

// Code that travels as base64 as the text it stands for; any other value as it is.
nlohmann::json readable_code(const nlohmann::json& value);

// Whether a value needs lines of its own: a text of several lines, an encoded script, a table of several rows, or a
// list or map too long for one line.
bool needs_block(const nlohmann::json& value, std::size_t longest);

// The value over several lines, much as YAML: texts of several lines and base64-encoded scripts line by line, tables
// row by row.
std::vector<std::string> block_lines(const nlohmann::json& value);

} // namespace flowsync::view
