#pragma once

#include "model/node.hpp"

#include <string>
#include <string_view>

namespace flowsync::spec {

// The tree as YAML text, the way a person would write it: block style, two blanks, keys in their order, texts quoted
// only where some YAML 1.1 or 1.2 reader could take them for something else, texts of several lines as `|` blocks.
// Ends with a line break. read_yaml() gives the same tree back; tombstones are left out.
std::string write_yaml(const Node& node);

// One text as it would stand after `key: ` on the same line: plain, "double" or 'single' quoted.
std::string write_yaml_text(std::string_view text);

} // namespace flowsync::spec
