#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// RFC 4648, with padding, without line breaks.
std::string encode_base64(std::string_view bytes);

} // namespace flowsync
