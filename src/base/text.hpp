#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

std::string_view trim(std::string_view text);
std::string lower(std::string_view text); // ASCII only
std::string upper(std::string_view text); // ASCII only
std::vector<std::string_view> split(std::string_view text, char separator);
// "a, b and c".
std::string join_words(const std::vector<std::string>& words, std::string_view last = "and");
// The first few of them: "a, b, c, d, e and 3 more".
std::string some_of(const std::vector<std::string>& words, std::size_t most = 5);
// "1 source", "2 sources".
std::string count_of(std::size_t count, std::string_view noun);

// `text` as one word of a command for a POSIX shell, in quotes where it needs them: what a message tells people to run
// holds names that others chose.
std::string shell_word(std::string_view text);

// The candidate that `word` was most probably meant to be, by edit distance; nothing when none is near enough.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates);

// Whether `text` fits a shell-like pattern with '*' (any run) and '?' (one character).
bool matches_glob(std::string_view text, std::string_view pattern);

} // namespace flowsync
