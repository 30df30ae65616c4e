#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// Whether every YAML 1.1 and 1.2 reader takes this text, written bare in block style, for exactly this text: it is no
// number, date, boolean or null of either version and holds nothing that means something to YAML.
bool is_plain(std::string_view text);

// The text in double quotes, or in single quotes when that saves escapes.
std::string quoted(std::string_view text);

// "|", "|-" or "|+" when the text has several lines and can stand as a literal block; nothing when it must be quoted.
std::optional<std::string> block_header(std::string_view text);

} // namespace flowsync::spec
