#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st; // OpenSSL's

namespace flowsync {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// The same of a text that comes piece by piece and need not be held as a whole.
class Sha256
{
public:
  Sha256();

  void add(std::string_view bytes);
  // Of all that was added; to be called once.
  std::string hex();

private:
  struct Free
  {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

// `bytes` random bytes as lower-case hexadecimal digits; throws Fatal when the system has none.
std::string random_hex(std::size_t bytes);

} // namespace flowsync
