#include "base/log_commands.hpp"

#include "base/text.hpp"

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
  for (const char c : piece) {
    if (completes_command(m_tail, c) || (c == ':' && m_after_colon && !m_lines_allowed)) {
      result += ' ';
    }
    result += c;
    m_tail = m_tail.size() < k_longest_opening ? m_tail + c : m_tail.substr(1) + c;
    m_after_colon = m_at_head && c == ':';
    m_at_head = c == '\n' || c == '\r' || (m_at_head && (c == ' ' || c == '\t' || c == '\v' || c == '\f'));
  }
  return result;
}

} // namespace flowsync
