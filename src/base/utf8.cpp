#include "base/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace flowsync {

namespace {

// How many bytes at the start of `text` are surely ASCII: most text is nothing else, and eight are looked at together.
std::size_t ascii_bytes(std::string_view text)
{
  constexpr std::uint64_t k_beyond_ascii = 0x8080808080808080U;
  std::size_t count = 0;
  for (std::uint64_t bytes = 0; count + sizeof bytes <= text.size(); count += sizeof bytes) {
    std::memcpy(&bytes, text.data() + count, sizeof bytes);
    if ((bytes & k_beyond_ascii) != 0) {
      break;
    }
  }
  return count;
}

} // namespace

bool is_utf8(std::string_view text)
{
  for (std::size_t length = 0; !text.empty(); text.remove_prefix(length)) {
    length = static_cast<unsigned char>(text[0]) < 0x80 ? std::max<std::size_t>(1, ascii_bytes(text))
                                                        : character_at(text).length;
    if (length == 0) {
      return false;
    }
  }
  return true;
}

std::size_t count_characters(std::string_view text)
{
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::size_t bytes_of_characters(std::string_view text, std::size_t count)
{
  std::size_t at = 0;
  for (; count > 0 && at < text.size(); --count) {
    at += std::max<std::size_t>(1, character_at(text.substr(at)).length);
  }
  return at;
}

std::string_view cut_to_bytes(std::string_view text, std::size_t most)
{
  constexpr std::size_t k_most_behind_lead = 3;
  if (text.size() <= most) {
    return text;
  }
  for (std::size_t end = most, back = 0; back <= std::min(k_most_behind_lead, most); --end, ++back) {
    if (begins_character(text[end])) {
      return text.substr(0, end);
    }
  }
  return text.substr(0, most); // no character is as long as that
}

void append_character(std::string& text, std::uint32_t code)
{
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  const auto go_on = [&](unsigned bits) { add(0x80U | (code >> bits & 0x3FU)); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0U | code >> 6U);
    go_on(0);
  } else if (code < 0x10000) {
    add(0xE0U | code >> 12U);
    go_on(6);
    go_on(0);
  } else {
    add(0xF0U | code >> 18U);
    go_on(12);
    go_on(6);
    go_on(0);
  }
}

} // namespace flowsync
