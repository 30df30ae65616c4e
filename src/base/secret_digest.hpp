#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// What may be kept of a secret to know it again: "scrypt1$SALT$" and 64 hexadecimal digits (scrypt with N = 2^14, r =
// 8, p = 1, so that a guess costs 16 MiB and some 40 ms). `salt` must not hold `$`. Each value is computed once a
// process; thread safe. Throws Fatal when the system does not have the memory.
std::string secret_digest(std::string_view value, std::string_view salt);

// Whether `digest` was made of that value; false as well for anything that is not a digest.
bool is_secret_digest_of(std::string_view digest, std::string_view value);

} // namespace flowsync
