#include "base/printable.hpp"

#include "base/log_commands.hpp"
#include "base/utf8.hpp"
#include "base/withheld.hpp"

#include <algorithm>

namespace flowsync {

bool is_invisible(std::uint32_t code)
{
  return (code >= 0x80 && code < 0xA0) || code == 0xAD || code == 0x61C || code == 0x180E ||
         (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE0FFF);
}

std::string printable(std::string_view raw)
{
  auto known = withheld().conceal(raw);
  if (std::all_of(known.begin(), known.end(), [](char c) { return c >= 0x20 && c < 0x7F && c != '['; })) {
    return known;
  }
  std::string_view text = known;
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto [code, length] = character_at(text);
    if (length == 0) {
      result += k_replacement_character;
    } else if (code == '\n' || code == '\t' || code == '\r') {
      if (!result.empty() && result.back() != ' ') {
        result += ' ';
      }
    } else if (code >= 0x20 && code != 0x7F && !is_invisible(code)) {
      result += completes_command(result, text[0]) ? " " : "";
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  return result;
}

} // namespace flowsync
