#include "spec/yaml_separators.hpp"

#include "spec/yaml_problem.hpp"

namespace flowsync::spec {

namespace {

// Nothing but blanks and a comment.
bool says_nothing(const YamlLines& lines, std::size_t line)
{
  const auto first = lines.first_of(line);
  return first >= lines.end(line) || lines.at(first) == '#';
}

} // namespace

bool is_document_marker(const YamlLines& lines, std::size_t at)
{
  return lines.start(at) == at && lines.text().substr(at, 3) == "---" &&
         std::string_view(" \t\r\n\0", 5).find(lines.at(at + 3)) != std::string_view::npos;
}

std::optional<YamlSeparatorProblem> check_document_begin(const YamlLines& lines, std::size_t at, bool behind_list)
{
  const bool has_marker = is_document_marker(lines, at);
  if (!has_marker && !lines.begins_line(at)) {
    return YamlSeparatorProblem{yaml_problem::k_behind_document, at};
  }
  std::optional<std::size_t> directive;
  for (auto line = lines.start(at); line > 0;) {
    line = lines.start(line - 1);
    const auto written = lines.text().substr(line, lines.end(line) - line);
    if (written.starts_with("...")) {
      break;
    }
    if (says_nothing(lines, line)) {
      continue;
    }
    const bool is_directive = written.starts_with('%');
    if (is_directive && !written.starts_with("%YAML ") && !written.starts_with("%TAG ")) {
      return YamlSeparatorProblem{yaml_problem::k_bad_directive, line};
    }
    if (is_directive && !has_marker) {
      return YamlSeparatorProblem{yaml_problem::k_directive_alone, at};
    }
    if (!is_directive && (directive || !has_marker)) {
      return YamlSeparatorProblem{behind_list ? yaml_problem::k_behind_list : yaml_problem::k_behind_document,
                                  directive.value_or(at)};
    }
    if (!is_directive) {
      break;
    }
    directive = line;
  }
  return std::nullopt;
}

std::optional<YamlSeparatorProblem> check_text_end(const YamlLines& lines, std::size_t behind)
{
  for (auto line = lines.start(lines.text().size()); line >= behind; line = lines.start(line - 1)) {
    if (lines.at(line) == '%') { // no document follows: it may be text that was not meant as a directive
      return YamlSeparatorProblem{yaml_problem::k_directive_alone, line};
    }
    if (line == 0 || !says_nothing(lines, line)) {
      break;
    }
  }
  return std::nullopt;
}

} // namespace flowsync::spec
