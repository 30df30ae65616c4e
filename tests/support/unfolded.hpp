#pragma once

#include <string>

namespace flowsync::testing {

// The text with every line that begins with blanks joined to the one before it by a single blank: what people read is
// as wide as their terminal, and tests look for words wherever its lines break.
inline std::string unfolded(const std::string& text)
{
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto breaks = text[i] == '\n' && i + 1 < text.size() && text[i + 1] == ' ';
    result += breaks ? ' ' : text[i];
    while (breaks && i + 1 < text.size() && text[i + 1] == ' ') {
      ++i;
    }
  }
  return result;
}

} // namespace flowsync::testing
