#include "base/excerpt.hpp"

#include "base/printable.hpp"

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::size_t k_longest = 60; // bytes

bool continues_character(char c)
{
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string excerpt(std::string_view text)
{
  auto safe = printable(text.substr(0, k_longest * 4)); // a cut in the middle of a character is cut off again below
  if (safe.size() > k_longest) {
    std::size_t cut = k_longest;
    while (cut > 0 && continues_character(safe[cut])) {
      --cut;
    }
    safe.resize(cut);
    safe += "…";
  }
  return safe;
}

std::size_t underline_length(std::string_view text)
{
  const auto count = std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); });
  return std::max<std::size_t>(1, static_cast<std::size_t>(count));
}

} // namespace flowsync
