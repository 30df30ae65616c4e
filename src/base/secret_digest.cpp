#include "base/secret_digest.hpp"

#include "base/digest.hpp"
#include "base/fatal.hpp"

#include <openssl/evp.h>

#include <fmt/format.h>

#include <array>
#include <map>
#include <mutex>
#include <utility>

namespace flowsync {

namespace {

constexpr std::string_view k_scrypt_head = "scrypt1$";

std::string scrypt_hex(std::string_view value, std::string_view salt)
{
  constexpr std::uint64_t k_cost = 1U << 14U;
  constexpr std::uint64_t k_block = 8;
  constexpr std::uint64_t k_most_memory = 64ULL * 1024 * 1024; // bytes; twice what these figures need
  std::array<unsigned char, 32> digest{};
  const std::string salt_bytes(salt);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the library counts in unsigned bytes
  const auto* const bytes = reinterpret_cast<const unsigned char*>(salt_bytes.data());
  if (EVP_PBE_scrypt(value.data(), value.size(), bytes, salt_bytes.size(), k_cost, k_block, 1, k_most_memory,
                     digest.data(), digest.size()) != 1) {
    throw Fatal("there is not enough memory to digest a secret (32 MiB)");
  }
  std::string hex;
  for (const auto byte : digest) {
    fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  }
  return hex;
}

} // namespace

std::string secret_digest(std::string_view value, std::string_view salt)
{
  static std::mutex mutex;
  static std::map<std::pair<std::string, std::string>, std::string> known; // by what leaves no secret in memory
  const std::pair key(sha256_hex(value), std::string(salt));
  const std::lock_guard lock(mutex);
  auto found = known.find(key);
  if (found == known.end()) {
    found = known.emplace(key, fmt::format("{}{}${}", k_scrypt_head, salt, scrypt_hex(value, salt))).first;
  }
  return found->second;
}

bool is_secret_digest_of(std::string_view digest, std::string_view value)
{
  const auto last = digest.rfind('$');
  return digest.starts_with(k_scrypt_head) && last >= k_scrypt_head.size() &&
         digest == secret_digest(value, digest.substr(k_scrypt_head.size(), last - k_scrypt_head.size()));
}

} // namespace flowsync
