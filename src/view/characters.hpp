#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// The characters (code points) of a text, one after the other; a byte that is not UTF-8 counts as one character.
std::vector<std::string_view> characters(std::string_view text);

// The number that Unicode gives a character; of a byte that is not UTF-8, its value.
std::uint32_t code_of(std::string_view character);

// Whether this is a byte that is not UTF-8.
bool is_stray(std::string_view character);

// Columns that a character takes on a terminal: 0 for combining marks, 2 for wide East Asian ones and pictures, else 1.
int columns_of(std::string_view character);

// Columns that a text takes on a terminal.
std::size_t columns_in(std::string_view text);

// The first `count` characters.
std::string first_characters(std::string_view text, std::size_t count);
// The last `count` characters.
std::string last_characters(std::string_view text, std::size_t count);

} // namespace flowsync::view
