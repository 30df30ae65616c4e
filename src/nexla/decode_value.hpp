#pragma once

#include "model/live.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::nexla {

// An id as replies write it: 42, "42", {"id": 42}; nothing for null, 0, negative numbers and everything else
// (API notes G16, G27).
std::optional<ResourceId> decode_id(const nlohmann::json& value);

// The id under `key`; nothing when the key is missing or holds none.
std::optional<ResourceId> id_of(const nlohmann::json& object, std::string_view key);

// The text under `key`; "" when it is missing, null or no text.
std::string text_of(const nlohmann::json& object, std::string_view key);

} // namespace flowsync::nexla
