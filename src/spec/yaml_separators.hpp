#pragma once

#include "spec/yaml_lines.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace flowsync::spec {

// What is wrong with the lines between two documents, and where.
struct YamlSeparatorProblem
{
  std::string_view problem; // see yaml_problem.hpp
  std::size_t at = 0;
};

// Whether a `---` stands here by itself, at the beginning of its line.
bool is_document_marker(const YamlLines& lines, std::size_t at);

// What is wrong with a document that begins at `at`: the library takes whatever stands behind a document for the next
// one, and every line that begins with `%` for a directive. `behind_list`: the document before it is a list by
// indentation.
std::optional<YamlSeparatorProblem> check_document_begin(const YamlLines& lines, std::size_t at, bool behind_list);

// The same at the end of the text, for what stands behind the last thing that was read.
std::optional<YamlSeparatorProblem> check_text_end(const YamlLines& lines, std::size_t behind);

} // namespace flowsync::spec
