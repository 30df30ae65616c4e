#include "view/markup.hpp"

#include "base/printable.hpp"

#include <string>

namespace flowsync::view {

namespace {

std::string escaped(std::string_view text, bool with_single_quotes)
{
  std::string result;
  const auto shown = printable(text);
  result.reserve(shown.size() + shown.size() / 8);
  for (const char c : shown) {
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '"':
      result += "&quot;";
      break;
    case '\'':
      result += with_single_quotes ? "&#39;" : "'";
      break;
    default:
      result += c;
    }
  }
  return result;
}

} // namespace

std::string markup_escape(std::string_view text)
{
  return escaped(text, false);
}

std::string html_escape(std::string_view text)
{
  return escaped(text, true);
}

} // namespace flowsync::view
