#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// `bytes` random bytes as lower-case hexadecimal digits; throws Fatal when the system has none.
std::string random_hex(std::size_t bytes);

} // namespace flowsync
