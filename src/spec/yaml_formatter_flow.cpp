#include "spec/yaml_formatter.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_flow_indent = 2;
constexpr std::size_t k_widest_line = 120; // characters

} // namespace

void YamlFormatter::flow(const YamlLayout& layout, std::size_t below)
{
  const auto open = m_lines.at(layout.content);
  if (open != '{' && open != '[') { // a pair without braces inside a list
    throw Unformattable{layout.content};
  }
  if (has_comment(layout.content, layout.last) || has_long_scalar(layout)) {
    flow_lines(layout, below);
    return;
  }
  const auto before = m_out.size();
  flow_line(layout);
  const bool was_on_lines = part(layout.content, layout.last).find('\n') != std::string_view::npos;
  if (was_on_lines && line_width() > k_widest_line) {
    m_out.resize(before);
    flow_lines(layout, below);
  }
}

void YamlFormatter::flow_line(const YamlLayout& layout)
{
  const auto open = m_lines.at(layout.content);
  if (open != '{' && open != '[') {
    throw Unformattable{layout.content};
  }
  write(layout.is_map ? "{" : "[");
  for (bool first = true; const auto& one : layout.members) {
    write(first ? "" : ", ");
    first = false;
    flow_member(layout, one, 0, true);
  }
  write(layout.is_map ? "}" : "]");
}

void YamlFormatter::flow_lines(const YamlLayout& layout, std::size_t below)
{
  const auto inner = below + k_flow_indent;
  write(layout.is_map ? "{" : "[");
  m_done = layout.content + 1;
  for (std::size_t i = 0; i < layout.members.size(); ++i) {
    const auto& one = layout.members[i];
    between_in_flow(one.first, inner);
    indentation(inner);
    flow_member(layout, one, inner, false);
    write(i + 1 < layout.members.size() ? "," : "");
    m_done = one.last();
  }
  between_in_flow(layout.last - 1, inner);
  indentation(below);
  write(layout.is_map ? "}" : "]");
}

void YamlFormatter::flow_member(const YamlLayout& layout, const YamlMember& member, std::size_t below, bool on_one_line)
{
  const auto& value = member.value;
  if (layout.is_map) {
    key(member, true);
    write(": ");
    if (!value.is_written()) {
      write("null");
      return;
    }
    require_no_comment(member.behind, value.content);
  }
  if (value.first < value.content) {
    auto rest = part(value.first, m_lines.skip_properties(value.first));
    require_no_comment(value.first, value.content);
    while (!rest.empty()) {
      const auto end = std::min(rest.find_first_of(" \t\n"), rest.size());
      write(rest.substr(0, end));
      write(" ");
      rest = trim(rest.substr(end));
    }
  }
  if (value.style != YamlStyle::flow) {
    scalar(value, below + k_flow_indent, true);
  } else if (on_one_line) {
    flow_line(value);
  } else {
    flow(value, below);
  }
}

// Commas are written by the caller, and blank lines are dropped.
void YamlFormatter::between_in_flow(std::size_t end, std::size_t indent)
{
  auto line_end = m_lines.end(m_done);
  for (auto comment = std::lower_bound(m_comments.begin(), m_comments.end(), m_done,
                                       [](const YamlComment&one, std::size_t at) { return one.first < at; });
       comment != m_comments.end() && comment->first < end; ++comment) {
    if (comment->first < line_end) {
      write(" ");
      write(comment->text);
    } else {
      if (m_open) {
        line_break();
      }
      indentation(indent);
      write(comment->text);
    }
    line_break();
    line_end = 0;
  }
  if (m_open) {
    line_break();
  }
  m_done = end;
}

bool YamlFormatter::has_long_scalar(const YamlLayout& layout) const
{
  return std::any_of(layout.members.begin(), layout.members.end(), [this](const YamlMember& member) {
    const auto& value = member.value;
    return value.is_collection() ? has_long_scalar(value)
                                 : part(value.content, value.last).find('\n') != std::string_view::npos;
  });
}

std::size_t YamlFormatter::line_width() const
{
  const auto start = m_out.rfind('\n');
  return count_characters(std::string_view(m_out).substr(start == std::string::npos ? 0 : start + 1));
}

} // namespace flowsync::spec
