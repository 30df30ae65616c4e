#include "base/natural_order.hpp"

#include <algorithm>

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

} // namespace

std::strong_ordering natural_order(std::string_view a, std::string_view b)
{
  // What both begin with decides nothing, but for digits that go on behind it.
  auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  while (at > 0 && is_decimal_digit(a[at - 1])) {
    --at;
  }
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

} // namespace flowsync
