#include "base/excerpt.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"

#include <algorithm>

namespace flowsync {

namespace {

constexpr std::size_t k_longest = 60; // bytes

} // namespace

std::string excerpt(std::string_view text)
{
  constexpr std::size_t k_read = k_longest * 4; // what is invisible falls away
  auto safe = printable(cut_to_bytes(text, k_read));
  if (safe.size() > k_longest || text.size() > k_read) {
    safe.resize(cut_to_bytes(safe, k_longest).size());
    safe += "…";
  }
  return safe;
}

std::size_t underline_length(std::string_view text)
{
  return std::max<std::size_t>(1, count_characters(text));
}

} // namespace flowsync
