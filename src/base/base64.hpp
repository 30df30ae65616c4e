#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// RFC 4648, with padding, without line breaks.
std::string encode_base64(std::string_view bytes);

// The bytes that a base64 text stands for, line breaks ignored; nothing when it is none.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace flowsync
