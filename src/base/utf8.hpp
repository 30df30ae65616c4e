#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Characters (code points) of UTF-8 text: nobody else looks at the bits of its bytes.
namespace flowsync {

constexpr std::string_view k_replacement_character = "\xEF\xBF\xBD"; // U+FFFD, for bytes that are not UTF-8

// Whether a character begins at this byte of well-formed text: all other bytes go on with one.
constexpr bool begins_character(char byte)
{
  return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

// How many bytes a character has that begins with this one; 0 when none does.
constexpr std::size_t announced_length(char byte)
{
  const auto lead = static_cast<unsigned char>(byte);
  return lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
}

struct Utf8Character
{
  std::uint32_t code = 0; // the number that Unicode gives it
  std::size_t length = 0; // in bytes
};

// The character at the start of `text`. Its length is 0 when there is none that is well-formed: not at the end, and not
// for a character that is cut off, longer than need be, a surrogate, or beyond Unicode.
constexpr Utf8Character character_at(std::string_view text)
{
  const auto length = text.empty() ? 0 : announced_length(text[0]);
  if (length == 0 || length > text.size()) {
    return {};
  }
  const auto byte = [&](std::size_t at) -> std::uint32_t { return static_cast<unsigned char>(text[at]); };
  const auto goes_on = [&](std::size_t at) { return !begins_character(text[at]); };
  const auto joined = [&](std::uint32_t code, std::size_t at) { return code << 6U | (byte(at) & 0x3FU); };
  if (length == 1) {
    return {byte(0), 1};
  }
  if (length == 2) {
    return goes_on(1) ? Utf8Character{joined(byte(0) & 0x1FU, 1), 2} : Utf8Character{};
  }
  if (length == 3) {
    const auto code = joined(joined(byte(0) & 0x0FU, 1), 2);
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    return goes_on(1) && goes_on(2) && code >= 0x800 && !is_surrogate ? Utf8Character{code, 3} : Utf8Character{};
  }
  const auto code = joined(joined(joined(byte(0) & 0x07U, 1), 2), 3);
  const bool whole = goes_on(1) && goes_on(2) && goes_on(3);
  return whole && code >= 0x10000 && code <= 0x10FFFF ? Utf8Character{code, 4} : Utf8Character{};
}

// Whether the whole text is well-formed.
bool is_utf8(std::string_view text);

// How many characters well-formed text has.
std::size_t count_characters(std::string_view text);

// How many bytes the first `count` characters take; a byte that is not part of UTF-8 counts as one.
std::size_t bytes_of_characters(std::string_view text, std::size_t count);

// The beginning of the text, at most `most` bytes, without a character cut in two.
std::string_view cut_to_bytes(std::string_view text, std::size_t most);

// Appends the character with this number, which must be one of Unicode and no surrogate.
void append_character(std::string& text, std::uint32_t code);

} // namespace flowsync
