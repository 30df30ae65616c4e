#include "view/markup.hpp"

#include "base/printable.hpp"

namespace flowsync::view {

std::string markup_escape(std::string_view text)
{
  std::string result;
  for (const char c : printable(text)) {
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
    default:
      result += c;
    }
  }
  return result;
}

} // namespace flowsync::view
