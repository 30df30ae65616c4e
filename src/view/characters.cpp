#include "view/characters.hpp"

#include "base/text.hpp"

#include <utf8proc.h>

#include <numeric>

namespace flowsync::view {

namespace {

std::size_t length_of(std::string_view text)
{
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return length <= text.size() && is_utf8(text.substr(0, length)) ? length : 1;
}

} // namespace

std::uint32_t code_of(std::string_view character)
{
  if (character.size() == 1) {
    return static_cast<unsigned char>(character[0]);
  }
  std::uint32_t code = static_cast<unsigned char>(character[0]) & (0xFFU >> (character.size() + 1));
  for (const char byte : character.substr(1)) {
    code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  return code;
}

std::vector<std::string_view> characters(std::string_view text)
{
  std::vector<std::string_view> result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto length = length_of(text);
    result.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return result;
}

int columns_of(std::string_view character)
{
  const bool stray = character.size() == 1 && static_cast<unsigned char>(character[0]) >= 0x80;
  return stray ? 1 : utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_of(character)));
}

std::size_t columns_in(std::string_view text)
{
  const auto all = characters(text);
  return std::accumulate(all.begin(), all.end(), std::size_t{0}, [](std::size_t sum, std::string_view character) {
    return sum + static_cast<std::size_t>(columns_of(character));
  });
}

std::string first_characters(std::string_view text, std::size_t count)
{
  const auto all = characters(text);
  if (all.size() <= count) {
    return std::string(text);
  }
  return std::string(text.substr(0, static_cast<std::size_t>(all[count].data() - text.data())));
}

std::string last_characters(std::string_view text, std::size_t count)
{
  const auto all = characters(text);
  if (all.size() <= count) {
    return std::string(text);
  }
  if (count == 0) {
    return {};
  }
  return std::string(text.substr(static_cast<std::size_t>(all[all.size() - count].data() - text.data())));
}

} // namespace flowsync::view
