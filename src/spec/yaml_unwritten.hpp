#pragma once

#include "spec/yaml_failure.hpp"
#include "spec/yaml_lines.hpp"

#include <cstddef>
#include <string_view>

namespace flowsync::spec {

// A map or list while its text is read.
struct YamlFrame : YamlBegun
{
  bool has_brackets = false; // unlike the only pair of a map in a list in brackets
  bool has_key = false;      // the value of one is awaited
  std::size_t key_at = 0;
};

// The first thing behind `at`, and behind a comma that stands there.
std::size_t behind_comma(const YamlLines& lines, std::size_t at);

// Of a value that is not written in `frame` (nullptr: a whole document), when what was told last ends at `behind` and
// `next` is what follows: what is wrong with that, or "", and where it stands.
std::string_view problem_of_unwritten(const YamlLines& lines, const YamlFrame* frame, std::size_t behind,
                                      std::size_t next);
std::size_t place_of_unwritten(const YamlLines& lines, const YamlFrame* frame, std::size_t behind, std::size_t next);

} // namespace flowsync::spec
