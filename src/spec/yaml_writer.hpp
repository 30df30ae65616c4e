#pragma once

#include "model/node.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

namespace flowsync::spec {

// Habits of a text that something is written into.
struct YamlHabits
{
  std::size_t step = 2;           // blanks by which a map inside a map is indented
  std::size_t list_step = 2;      // the same for a list inside a map; 0 is usual, too
  bool block_text = true;         // texts of several lines as `|` blocks; else in quotes
  std::set<const Node*> one_line; // maps and lists to be written as {…} and […]
};

// A value behind `key:` or `-`: what stands in that line (maybe nothing) and whole lines that follow, "\n" at the end
// of each.
struct YamlValueText
{
  std::string head;
  std::string lines;
};

// The tree as YAML text, the way a person would write it: block style, two blanks, keys in their order, texts quoted
// only where some YAML 1.1 or 1.2 reader could take them for something else, texts of several lines as `|` blocks.
// Ends with a line break. read_yaml() gives the same tree back; tombstones are left out.
std::string write_yaml(const Node& node);

// Parts of such a text. The lines of a map or list that is not empty, all `indent` blanks deep; a value whose further
// lines are `indent` blanks deep; a value as it may stand between braces, on one line.
std::string write_yaml_block(const Node& node, std::size_t indent, const YamlHabits& habits);
YamlValueText write_yaml_value(const Node& node, std::size_t indent, const YamlHabits& habits);
std::string write_yaml_line(const Node& node);

// One text as it would stand after `key: ` on the same line: plain, "double" or 'single' quoted.
std::string write_yaml_text(std::string_view text);

} // namespace flowsync::spec
