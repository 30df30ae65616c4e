#include "view/characters.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace flowsync::view {

namespace {

struct Range
{
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array<Range, 6> k_combining{
    {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

constexpr std::array<Range, 11> k_wide{{{0x1100, 0x115F},
                                        {0x2E80, 0x303E},
                                        {0x3041, 0xA4CF},
                                        {0xA960, 0xA97C},
                                        {0xAC00, 0xD7A3},
                                        {0xF900, 0xFAFF},
                                        {0xFE30, 0xFE6F},
                                        {0xFF00, 0xFF60},
                                        {0xFFE0, 0xFFE6},
                                        {0x1F300, 0x1FAFF},
                                        {0x20000, 0x3FFFD}}};

std::size_t length_of(std::string_view text)
{
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return length <= text.size() && is_utf8(text.substr(0, length)) ? length : 1;
}

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

template <std::size_t Count>
bool within(std::uint32_t code, const std::array<Range, Count>& ranges)
{
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return code >= range.first && code <= range.last; });
}

} // namespace

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
  const auto code = code_of(character);
  return within(code, k_combining) ? 0 : within(code, k_wide) ? 2 : 1;
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
