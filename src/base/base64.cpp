#include "base/base64.hpp"

#include <cstdint>

namespace flowsync {

std::string encode_base64(std::string_view bytes)
{
  constexpr std::string_view k_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      result += i <= group.size() ? k_digits[bits >> (18 - 6 * i) & 0x3FU] : '=';
    }
  }
  return result;
}

} // namespace flowsync
