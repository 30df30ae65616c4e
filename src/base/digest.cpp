#include "base/digest.hpp"

#include "base/fatal.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

namespace flowsync {

namespace {

std::string hex(std::span<const unsigned char> bytes)
{
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  }
  return text;
}

} // namespace

std::string sha256_hex(std::string_view bytes)
{
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  const std::vector<unsigned char> input(bytes.begin(), bytes.end());
  SHA256(input.data(), input.size(), digest.data());
  return hex(digest);
}

std::string random_hex(std::size_t bytes)
{
  std::vector<unsigned char> buffer(bytes);
  if (RAND_bytes(buffer.data(), static_cast<int>(bytes)) != 1) {
    throw Fatal("the system has no random numbers to give");
  }
  return hex(buffer);
}

} // namespace flowsync
