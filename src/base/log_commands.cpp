#include "base/log_commands.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::size_t k_longest_opening = 5; // "##vso"

} // namespace

bool completes_command(std::string_view before, char next)
{
  if (next != '[' || (!before.ends_with('#') && !before.ends_with('o') && !before.ends_with('O'))) {
    return false;
  }
  if (before.ends_with("##")) {
    return true;
  }
  return before.size() >= k_longest_opening && lower(before.substr(before.size() - k_longest_opening)) == "##vso";
}

std::string without_commands(std::string_view text)
{
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    if (completes_command(result, c)) {
      result += ' ';
    }
    result += c;
  }
  return result;
}

std::string CommandBreaker::add(std::string_view piece)
{
  std::string result;
  result.reserve(piece.size());
  // What stands before a character, as far as a command may begin there.
  const auto before = [&](std::size_t at) {
    return at >= k_longest_opening ? std::string(piece.substr(at - k_longest_opening, k_longest_opening))
                                   : m_tail + std::string(piece.substr(0, at));
  };
  const auto matters = [](char c) { return c == '[' || c == '\n' || c == '\r'; };
  for (std::size_t at = 0; at < piece.size(); ++at) {
    if (!m_at_head && !m_after_colon) { // inside a line nothing else is looked at
      const auto begin = piece.begin() + static_cast<std::ptrdiff_t>(at);
      const auto end = std::find_if(begin, piece.end(), matters);
      result.append(begin, end);
      at += static_cast<std::size_t>(end - begin);
      if (at == piece.size()) {
        break;
      }
    }
    const char c = piece[at];
    if ((c == '[' && completes_command(before(at), c)) || (c == ':' && m_after_colon && !m_lines_allowed)) {
      result += ' ';
    }
    result += c;
    m_after_colon = m_at_head && c == ':';
    m_at_head = c == '\n' || c == '\r' || (m_at_head && (c == ' ' || c == '\t' || c == '\v' || c == '\f'));
  }
  m_tail = before(piece.size());
  m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), k_longest_opening));
  return result;
}

} // namespace flowsync
