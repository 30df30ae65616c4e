#include "base/natural_order.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace flowsync {

namespace {

bool is_decimal_digit(char c)
{
  return c >= '0' && c <= '9';
}

// Takes the digits at the head of `text` off it and returns them without leading zeros.
std::string_view take_number(std::string_view& text)
{
  const auto end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_decimal_digit) - text.begin());
  auto digits = text.substr(0, end);
  text.remove_prefix(end);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

template <typename Word>
Word word_at(const char* text)
{
  Word word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Where two words differ first, as their bytes lie in memory.
template <typename Word>
std::size_t first_difference(Word a, Word b)
{
  const auto different = static_cast<Word>(a ^ b);
  const auto bits =
      std::endian::native == std::endian::little ? std::countr_zero(different) : std::countl_zero(different);
  return static_cast<std::size_t>(bits) / 8;
}

// How long the texts are the same, word by word; the last word may begin within the one before it.
template <typename Word>
std::size_t common_words(std::string_view a, std::string_view b, std::size_t most)
{
  for (std::size_t at = 0;; at = std::min(at + sizeof(Word), most - sizeof(Word))) {
    const auto left = word_at<Word>(a.data() + at);
    const auto right = word_at<Word>(b.data() + at);
    if (left != right) {
      return at + first_difference(left, right);
    }
    if (at == most - sizeof(Word)) {
      return most;
    }
  }
}

// How long the texts are the same: addresses have long beginnings in common.
std::size_t common_length(std::string_view a, std::string_view b)
{
  const auto most = std::min(a.size(), b.size());
  if (most >= sizeof(std::uint64_t)) {
    return common_words<std::uint64_t>(a, b, most);
  }
  if (most >= sizeof(std::uint32_t)) {
    return common_words<std::uint32_t>(a, b, most);
  }
  std::size_t at = 0;
  while (at < most && a[at] == b[at]) {
    ++at;
  }
  return at;
}

bool has_digit(std::string_view text, std::size_t at)
{
  return at < text.size() && is_decimal_digit(text[at]);
}

std::strong_ordering byte_order(std::string_view a, std::string_view b, std::size_t at)
{
  if (at == a.size() || at == b.size()) {
    return a.size() <=> b.size();
  }
  return static_cast<unsigned char>(a[at]) <=> static_cast<unsigned char>(b[at]);
}

// Of texts that differ first at `at`, inside a number that does not begin with a zero: more digits are greater.
std::strong_ordering number_order(std::string_view a, std::string_view b, std::size_t at)
{
  for (auto digit = at;; ++digit) {
    const bool left = has_digit(a, digit);
    const bool right = has_digit(b, digit);
    if (!left || !right) {
      return left == right ? byte_order(a, b, at) : left <=> right;
    }
  }
}

// natural_order() from `at` on, where a number with leading zeros may begin.
std::strong_ordering order_from(std::string_view a, std::string_view b, std::size_t at)
{
  auto left = a.substr(at);
  auto right = b.substr(at);
  while (!left.empty() && !right.empty()) {
    auto order = std::strong_ordering::equal;
    if (is_decimal_digit(left.front()) && is_decimal_digit(right.front())) {
      const auto first = take_number(left);
      const auto second = take_number(right);
      order = first.size() != second.size() ? first.size() <=> second.size() : first <=> second;
    } else {
      order = static_cast<unsigned char>(left.front()) <=> static_cast<unsigned char>(right.front());
      left.remove_prefix(1);
      right.remove_prefix(1);
    }
    if (std::is_neq(order)) {
      return order;
    }
  }
  const auto by_length = left.size() <=> right.size();
  return std::is_neq(by_length) ? by_length : a <=> b;
}

} // namespace

std::strong_ordering natural_order(std::string_view a, std::string_view b)
{
  const auto at = common_length(a, b);
  if (at == a.size() && at == b.size()) {
    return std::strong_ordering::equal;
  }
  // What both begin with decides nothing, but for digits that go on behind it.
  auto begin = at;
  while (begin > 0 && is_decimal_digit(a[begin - 1])) {
    --begin;
  }
  const bool in_number = begin < at ? has_digit(a, at) || has_digit(b, at) : has_digit(a, at) && has_digit(b, at);
  if (!in_number) {
    return byte_order(a, b, at);
  }
  return a[begin] == '0' || b[begin] == '0' ? order_from(a, b, begin) : number_order(a, b, at);
}

} // namespace flowsync
