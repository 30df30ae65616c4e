#include "view/base64.hpp"

#include <cstdint>

namespace flowsync::view {

std::optional<std::string> decode_base64(std::string_view text)
{
  constexpr std::string_view k_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (!text.empty() && text.back() == '=') {
    text.remove_suffix(1);
  }
  std::string result;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      continue;
    }
    const auto digit = k_digits.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    bits = (bits << 6U | static_cast<std::uint32_t>(digit)) & 0xFFFFU;
    count += 6;
    if (count >= 8) {
      count -= 8;
      result += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
    }
  }
  return result;
}

} // namespace flowsync::view
