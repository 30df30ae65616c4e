#include "spec/yaml_lines.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::string_view k_blanks = " \t";
constexpr std::string_view k_white = " \t\r\n";
constexpr std::string_view k_ends_property = " \t\r\n[]{},";

} // namespace

std::size_t YamlLines::start(std::size_t offset) const
{
  const auto found = offset == 0 ? std::string_view::npos : m_text.rfind('\n', offset - 1);
  return found == std::string_view::npos ? 0 : found + 1;
}

std::size_t YamlLines::end(std::size_t offset) const
{
  const auto found = m_text.find('\n', offset);
  if (found == std::string_view::npos) {
    return m_text.size();
  }
  return found > 0 && m_text[found - 1] == '\r' ? found - 1 : found;
}

std::size_t YamlLines::next(std::size_t offset) const
{
  const auto found = m_text.find('\n', offset);
  return found == std::string_view::npos ? m_text.size() : found + 1;
}

std::size_t YamlLines::column(std::size_t offset) const
{
  return count_characters(m_text.substr(start(offset), offset - start(offset)));
}

bool YamlLines::begins_line(std::size_t offset) const
{
  return first_of(offset) >= offset;
}

bool YamlLines::ends_line(std::size_t offset) const
{
  const auto rest = m_text.substr(offset, end(offset) - offset);
  const auto first = rest.find_first_not_of(k_blanks);
  return first == std::string_view::npos || (rest[first] == '#' && (first > 0 || offset == start(offset)));
}

bool YamlLines::is_blank(std::size_t offset) const
{
  return first_of(offset) == end(offset);
}

bool YamlLines::is_blank_from(std::size_t offset) const
{
  return m_text.find_first_not_of(k_blanks, offset) >= end(offset);
}

std::size_t YamlLines::skip_blank_lines(std::size_t offset) const
{
  return std::min(m_text.find_first_not_of(k_white, offset), m_text.size());
}

std::size_t YamlLines::first_of(std::size_t offset) const
{
  return std::min(m_text.find_first_not_of(k_blanks, start(offset)), end(offset));
}

std::size_t YamlLines::skip_trivia(std::size_t offset) const
{
  for (;;) {
    offset = std::min(m_text.find_first_not_of(k_white, offset), m_text.size());
    if (at(offset) != '#') {
      return offset;
    }
    offset = end(offset);
  }
}

std::size_t YamlLines::skip_properties(std::size_t offset) const
{
  auto behind = offset;
  for (auto next = offset; at(next) == '&' || at(next) == '!'; next = skip_trivia(behind)) {
    const bool is_verbatim = m_text.substr(next, 2) == "!<";
    behind = std::min(m_text.find_first_of(is_verbatim ? ">" : k_ends_property, next), m_text.size());
    behind += is_verbatim && behind < m_text.size() ? 1U : 0U;
  }
  return behind;
}

std::string YamlLines::line_break(std::size_t offset) const
{
  auto at_end = m_text.find('\n', offset);
  if (at_end == std::string_view::npos) {
    at_end = m_text.rfind('\n');
  }
  return at_end != std::string_view::npos && at_end > 0 && m_text[at_end - 1] == '\r' ? "\r\n" : "\n";
}

} // namespace flowsync::spec
