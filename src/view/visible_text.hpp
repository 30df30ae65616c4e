#pragma once

#include <string>
#include <string_view>

namespace flowsync::view {

// Texts whose differences must be seen on a terminal and in a browser. What looks like something else or like nothing
// (controls, blanks of other kinds, characters that are not seen or turn the direction, marks that make the same sign
// as one character would, bytes that are no UTF-8) becomes an escape such as \u00a0, beyond four digits \U000e0001, a
// stray byte \udcNN. Two different texts never look the same. What is withheld stays concealed, and nothing of it is a
// command to what reads logs.

// A text in quotes, as JSON writes it.
std::string quoted_text(std::string_view text);

// A line of a text of several lines, without quotes: a tab is an arrow, a blank at the end an escape, and a backslash
// is doubled only where it would be taken for an escape.
std::string visible_line(std::string_view line);

// Whether every character of the text stands for itself in quotes.
bool shows_itself(std::string_view text);

} // namespace flowsync::view
