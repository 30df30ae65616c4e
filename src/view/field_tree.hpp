#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::view {

// Puts `value` at an RFC 6901 path of `tree` (an object), making maps and lists on the way: a segment that is a number
// makes a list where nothing is yet, filled with null up to it.
void put_at(nlohmann::json& tree, std::string_view path, nlohmann::json value);

} // namespace flowsync::view
