#include "base/printable.hpp"

#include "base/log_commands.hpp"
#include "base/text.hpp"
#include "base/withheld.hpp"

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

// Length of the well-formed character at the start of `text`, or 0.
std::size_t character_length(std::string_view text)
{
  for (std::size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (is_utf8(text.substr(0, length))) {
      return length;
    }
  }
  return 0;
}

// Characters that change the direction or visibility of what surrounds them, and the C1 controls and line separators.
bool is_hidden(std::string_view character)
{
  if (character.size() == 2) {
    const auto low = static_cast<unsigned char>(character[1]);
    const auto lead = static_cast<unsigned char>(character[0]);
    return (lead == 0xC2 && (low < 0xA0 || low == 0xAD)) || (lead == 0xD8 && low == 0x9C);
  }
  if (character.size() == 3) {
    const auto a = static_cast<unsigned char>(character[0]);
    const auto b = static_cast<unsigned char>(character[1]);
    const auto c = static_cast<unsigned char>(character[2]);
    return (a == 0xE2 && b == 0x80 && ((c >= 0x8B && c <= 0x8F) || (c >= 0xA8 && c <= 0xAE))) ||
           (a == 0xE2 && b == 0x81 && c >= 0xA0 && c <= 0xAF) || (a == 0xE1 && b == 0xA0 && c == 0x8E) ||
           (a == 0xEF && b == 0xBB && c == 0xBF) || (a == 0xEF && b == 0xBF && c >= 0xB9 && c <= 0xBB);
  }
  return character.size() == 4 && static_cast<unsigned char>(character[0]) == 0xF3 &&
         static_cast<unsigned char>(character[1]) == 0xA0; // tag characters
}

} // namespace

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
    const auto length = character_length(text);
    const auto character = text.substr(0, std::max<std::size_t>(length, 1));
    const auto byte = static_cast<unsigned char>(text[0]);
    if (length == 0) {
      result += k_replacement;
    } else if (byte == '\n' || byte == '\t' || byte == '\r') {
      if (!result.empty() && result.back() != ' ') {
        result += ' ';
      }
    } else if (byte >= 0x20 && byte != 0x7F && !is_hidden(character)) {
      result += completes_command(result, text[0]) ? " " : "";
      result += character;
    }
    text.remove_prefix(character.size());
  }
  return result;
}

} // namespace flowsync
