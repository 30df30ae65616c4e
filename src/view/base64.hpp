#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::view {

// The bytes that a base64 text stands for; nothing when it is none. Scripts inside transforms are sent that way.
std::optional<std::string> decode_base64(std::string_view text);

} // namespace flowsync::view
