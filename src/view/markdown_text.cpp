#include "view/markdown_text.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

constexpr std::string_view k_zero_width = "\xE2\x80\x8B"; // breaks a mention without changing what is seen

std::size_t longest_run(std::string_view text, char wanted)
{
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

} // namespace

std::string markdown_escape(std::string_view text)
{
  constexpr std::string_view k_special = "\\`*_{}[]()#+-.!|~:=";
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '&':
      result += "&amp;";
      break;
    case '@':
      result += "@";
      result += k_zero_width;
      break;
    default:
      result += k_special.find(c) != std::string_view::npos ? fmt::format("\\{}", c) : std::string(1, c);
    }
  }
  return result;
}

std::string markdown_code(std::string_view text)
{
  auto shown = printable(text);
  std::string escaped;
  for (const char c : shown) {
    escaped += c == '|' ? "\\|" : std::string(1, c); // a table would end its cell there, also inside code
  }
  const std::string ticks(longest_run(escaped, '`') + 1, '`');
  const bool pad = escaped.empty() || escaped.front() == '`' || escaped.back() == '`';
  return pad ? fmt::format("{0} {1} {0}", ticks, escaped) : fmt::format("{0}{1}{0}", ticks, escaped);
}

std::string markdown_fence(std::string_view text, std::string_view language)
{
  const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
  return fmt::format("{}{}\n{}{}\n", fence, language, text, fence);
}

} // namespace flowsync::view
