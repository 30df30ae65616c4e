#include "spec/yaml_formatter.hpp"

#include "base/text.hpp"
#include "spec/yaml_scalar_text.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_indent = 2;

} // namespace

std::string YamlFormatter::format()
{
  for (const auto& document : m_documents) {
    between_documents(document.root.first);
    m_levels.clear();
    value(document.root, 0, false);
  }
  between_documents(m_text.size());
  return std::move(m_out);
}

void YamlFormatter::between(std::size_t end, std::size_t depth)
{
  end_line();
  bool blank = false;
  while (m_done < end && m_lines.first_of(m_done) < end) {
    const auto first = m_lines.first_of(m_done);
    if (m_lines.at(first) == '#') {
      m_out += blank && !m_out.empty() ? "\n" : "";
      blank = false;
      comment_line(first, indent_of_comment(m_lines.column(first), depth));
    } else if (m_lines.is_blank(first)) {
      blank = true;
    } else {
      throw Unformattable{first};
    }
    m_done = m_lines.next(first);
  }
  m_out += blank && !m_out.empty() ? "\n" : "";
  m_levels.resize(std::min(m_levels.size(), depth + 1));
}

void YamlFormatter::between_documents(std::size_t end)
{
  end_line();
  bool blank = false;
  while (m_done < end) {
    const auto first = m_lines.first_of(m_done);
    const auto words = trim(part(m_done, std::min(m_lines.end(m_done), end)));
    m_out += blank && !words.empty() && !m_out.empty() ? "\n" : "";
    blank = words.empty();
    if (words.starts_with('#')) {
      comment_line(first, m_levels.empty() ? 0 : indent_of_comment(m_lines.column(first), 0));
    } else if (words.starts_with("---") || words.starts_with("...")) {
      const auto rest = trim(words.substr(3));
      if (!rest.empty() && rest.front() != '#') {
        throw Unformattable{first};
      }
      write(words.substr(0, 3));
      write(rest.empty() ? "" : " ");
      write(rest);
      line_break();
      m_levels.clear();
    } else if (words.starts_with('%')) {
      write(words);
      line_break();
    } else if (!blank) {
      throw Unformattable{first};
    }
    m_done = std::min(m_lines.next(m_done), end);
  }
  m_out += blank && !m_out.empty() && end < m_text.size() && m_lines.begins_line(end) ? "\n" : "";
}

void YamlFormatter::end_line()
{
  if (!m_open) {
    return;
  }
  const auto first = std::min(m_text.find_first_not_of(" \t", m_done), m_text.size());
  if (m_lines.at(first) == '#') {
    write(" ");
    write(trim(part(first, m_lines.end(first))));
  } else if (first < m_lines.end(m_done)) {
    throw Unformattable{first};
  }
  m_done = m_lines.next(m_done);
  line_break();
}

void YamlFormatter::comment_line(std::size_t first, std::size_t indent)
{
  indentation(indent);
  write(trim(part(first, m_lines.end(first))));
  line_break();
}

// The level that began farthest to the right, but not behind the comment; of several the outermost.
std::size_t YamlFormatter::indent_of_comment(std::size_t column, std::size_t depth) const
{
  auto best = depth;
  for (auto i = depth + 1; i < m_levels.size(); ++i) {
    if (m_levels[i].column <= column && m_levels[i].column > m_levels[best].column) {
      best = i;
    }
  }
  return m_levels[best].indent;
}

bool YamlFormatter::has_comment(std::size_t first, std::size_t last) const
{
  const auto found = std::lower_bound(m_comments.begin(), m_comments.end(), first,
                                      [](const YamlComment& comment, std::size_t at) { return comment.first < at; });
  return found != m_comments.end() && found->first < last;
}

void YamlFormatter::require_no_comment(std::size_t first, std::size_t last) const
{
  if (has_comment(first, last)) {
    throw Unformattable{m_text.find('#', first)};
  }
}

void YamlFormatter::value(const YamlLayout& layout, std::size_t below, bool after_dash)
{
  if (!layout.is_written()) {
    return;
  }
  const bool has_properties = layout.first < layout.content;
  if (layout.style == YamlStyle::block) {
    if (has_properties) {
      require_no_comment(m_done, layout.first);
      properties(layout);
    }
    const bool inlined = after_dash && !has_properties && !has_comment(m_done, layout.content);
    m_done = inlined ? layout.content : m_done;
    block(layout, below, inlined);
    return;
  }
  if (has_properties) {
    require_no_comment(m_done, layout.first);
    properties(layout);
  }
  if (has_comment(m_done, layout.content)) {
    m_levels.push_back({0, below});
    between(layout.content, m_levels.size() - 1);
    m_levels.pop_back();
    indentation(below);
  } else {
    space();
  }
  m_done = layout.content;
  switch (layout.style) {
  case YamlStyle::block_text:
    block_text(layout, below);
    break;
  case YamlStyle::flow:
    flow(layout, below);
    break;
  default:
    scalar(layout, below, false);
  }
  m_done = layout.last;
}

void YamlFormatter::properties(const YamlLayout& layout)
{
  const auto behind = m_lines.skip_properties(layout.first);
  require_no_comment(layout.first, behind);
  auto rest = part(layout.first, behind);
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(" \t\n"), rest.size());
    space();
    write(rest.substr(0, end));
    rest = trim(rest.substr(end));
  }
  m_done = behind;
}

void YamlFormatter::block(const YamlLayout& layout, std::size_t indent, bool inlined)
{
  if (inlined) {
    space();
  }
  const auto depth = m_levels.size();
  m_levels.push_back({m_lines.column(layout.members.front().first), indent});
  for (const auto& one : layout.members) {
    if (!inlined) {
      between(one.first, depth);
      indentation(indent);
    }
    inlined = false;
    member(layout, one, indent);
  }
}

void YamlFormatter::member(const YamlLayout& layout, const YamlMember& member, std::size_t indent)
{
  if (!layout.is_map) {
    write("-");
    m_done = member.behind;
    value(member.value, indent + k_indent, true);
    return;
  }
  constexpr std::size_t k_longest_simple_key = 1000; // YAML readers look that far for the colon
  const auto before = m_out.size();
  key(member, false);
  if (m_out.size() - before > k_longest_simple_key) {
    m_out.insert(before, "? ");
    line_break();
    indentation(indent);
  }
  write(":");
  m_done = member.behind;
  value(member.value, indent + k_indent, false);
}

void YamlFormatter::key(const YamlMember& member, bool in_flow)
{
  require_no_comment(member.first, member.behind);
  const auto raw = part(member.key_content, member.key_last);
  if (member.key_style == YamlStyle::block_text || part(member.key_first, member.key_last).find('\n') != raw.npos) {
    throw Unformattable{member.key_first};
  }
  write(part(member.key_first, member.key_content));
  write(member.key_style == YamlStyle::quoted ? requoted(raw, in_flow) : std::string(raw));
  write(member.key_style == YamlStyle::alias ? " " : "");
}

void YamlFormatter::scalar(const YamlLayout& layout, std::size_t below, bool in_flow)
{
  const auto raw = part(layout.content, layout.last);
  const bool is_tagged = part(layout.first, layout.content).find('!') != raw.npos;
  if (raw.find('\n') != raw.npos) {
    lines_of_scalar(raw, below);
  } else if (layout.style == YamlStyle::alias || is_tagged) {
    write(raw);
  } else {
    write(layout.style == YamlStyle::quoted ? requoted(raw, in_flow) : replained(raw, in_flow));
  }
}

// Blanks around the line breaks of such a scalar mean nothing.
void YamlFormatter::lines_of_scalar(std::string_view raw, std::size_t below)
{
  for (bool first = true; const auto line : split(raw, '\n')) {
    const auto words = trim(line);
    if (!first) {
      line_break();
      indentation(words.empty() ? 0 : below);
    }
    write(words);
    first = false;
  }
}

void YamlFormatter::block_text(const YamlLayout& layout, std::size_t below)
{
  const auto header_end = std::min(m_text.find_first_of(" \t\n", layout.content), layout.last);
  std::string header(part(layout.content, header_end));
  std::optional<std::size_t> indent;
  for (auto& c : header) {
    if (c >= '1' && c <= '9') {
      indent = (m_levels.empty() ? 0 : m_levels.back().column) + static_cast<std::size_t>(c - '0');
      c = '2';
    }
  }
  if (layout.last == m_text.size() && m_text.back() != '\n' && header.find('-') == std::string::npos) {
    std::erase(header, '+'); // its last line has no line break, and gets one now
    header += '-';
  }
  write(header);
  const auto comment = trim(part(header_end, std::min(m_lines.end(header_end), layout.last)));
  write(comment.empty() ? "" : " ");
  write(comment);
  const bool keeps = header.find('+') != std::string::npos;
  std::size_t empty_lines = 0; // not written yet: at the end they only count where they are kept
  for (auto at = m_lines.next(layout.content); at < layout.last || (at == layout.last && m_text[at - 1] == '\n');
       at = m_lines.next(at)) {
    const auto line = part(at, std::min(m_lines.end(at), layout.last));
    const auto blanks = std::min(line.find_first_not_of(' '), line.size());
    if (!indent && blanks < line.size()) {
      indent = blanks;
    }
    if (blanks < line.size() || line.size() > indent.value_or(line.size())) {
      if (blanks < *indent) {
        throw Unformattable{at};
      }
      write(std::string(empty_lines + 1, '\n'));
      empty_lines = 0;
      indentation(below);
      write(line.substr(*indent));
    } else {
      ++empty_lines;
    }
    if (m_lines.end(at) >= layout.last) {
      break;
    }
  }
  write(std::string(keeps ? empty_lines : 0, '\n'));
}

} // namespace flowsync::spec
