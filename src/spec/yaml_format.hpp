#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"

#include <string>

namespace flowsync::spec {

// The text of a YAML file in flowsync's one style: two blanks a level, lists inside maps indented as well, maps begun
// in the line of their `-`; one blank before a comment; quotes where write_yaml() puts them; at most one blank line in
// a row; maps and lists between braces on one line where they fit; "\n" at the end of lines, no byte order mark, no
// trailing blanks. Order of keys, comments, anchors, tags, blocks of text and documents stay. Formatting the result
// once more changes nothing. It has been read again: the same tree, keys in the same order, the same comments. What
// read_yaml() refuses, and what cannot be formatted like that, is an error with its place.
Result<std::string, Diagnostics> format_yaml(const std::string& text, const std::string& shown_path);

} // namespace flowsync::spec
