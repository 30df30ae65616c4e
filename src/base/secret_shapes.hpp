#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// Secrets that can be told by their look: the password in a URL (`https://user:password@host`), a token behind
// `Bearer`, the id of an AWS access key, the block of a private key. A reference (`${…}`), a placeholder in braces and
// a run of asterisks in their place are none.
bool holds_secret_shape(std::string_view text);

// `text` with k_sensitive_text in place of each of them.
std::string without_secret_shapes(std::string_view text);

} // namespace flowsync
