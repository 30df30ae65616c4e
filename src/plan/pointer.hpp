#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace flowsync::plan {

// The first segment of a path, unescaped: "source_config" of "/source_config/path".
std::string first_segment(std::string_view path);

// The value of a map's key, or nullptr when `value` is null, no map, or does not have it.
const nlohmann::json* member(const nlohmann::json* value, const std::string& key);

} // namespace flowsync::plan
