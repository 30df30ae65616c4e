#include "view/characters.hpp"

#include "base/utf8.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <numeric>

namespace flowsync::view {

std::uint32_t code_of(std::string_view character)
{
  return is_stray(character) ? static_cast<unsigned char>(character[0]) : character_at(character).code;
}

bool is_stray(std::string_view character)
{
  return character_at(character).length == 0;
}

std::vector<std::string_view> characters(std::string_view text)
{
  std::vector<std::string_view> result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto length = std::max<std::size_t>(1, character_at(text).length);
    result.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return result;
}

int columns_of(std::string_view character)
{
  return is_stray(character) ? 1 : utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_of(character)));
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
  return std::string(text.substr(0, bytes_of_characters(text, count)));
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
