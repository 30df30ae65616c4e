#include "base/digest.hpp"

#include "base/fatal.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <fmt/format.h>

#include <array>
#include <span>
#include <vector>

namespace flowsync {

namespace {

std::string hex_of(std::span<const unsigned char> bytes)
{
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  }
  return text;
}

void check(int done)
{
  if (done != 1) {
    throw Fatal("the library of digests refuses to work");
  }
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const
{
  EVP_MD_CTX_free(context);
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new())
{
  check(EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::string_view bytes)
{
  check(EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex()
{
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  check(EVP_DigestFinal_ex(m_context.get(), digest.data(), nullptr));
  return hex_of(digest);
}

std::string sha256_hex(std::string_view bytes)
{
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

std::string random_hex(std::size_t bytes)
{
  std::vector<unsigned char> buffer(bytes);
  if (RAND_bytes(buffer.data(), static_cast<int>(bytes)) != 1) {
    throw Fatal("the system has no random numbers to give");
  }
  return hex_of(buffer);
}

} // namespace flowsync
