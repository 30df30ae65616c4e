#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace flowsync {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// The same of a text that comes piece by piece and need not be held as a whole.
class Sha256
{
public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  // Of all that was added; to be called once.
  std::string hex();

private:
  struct Context;
  std::unique_ptr<Context> m_context;
};

// `bytes` random bytes as lower-case hexadecimal digits; throws Fatal when the system has none.
std::string random_hex(std::size_t bytes);

} // namespace flowsync
