#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::plan {

// Parts of a kept plan and back; decoding throws std::exception for what encoding does not write.
nlohmann::json encode_address(const std::optional<Address>& address);
Address decode_address(const nlohmann::json& encoded);
std::optional<Address> decode_optional_address(const nlohmann::json& encoded);
nlohmann::json encode_type(ResourceKind type);
ResourceKind decode_type(const nlohmann::json& encoded);
nlohmann::json encode_id(const std::optional<ResourceId>& id);
std::optional<ResourceId> decode_id(const nlohmann::json& encoded);

// The list under a key, or an empty one: without a copy of it.
const nlohmann::json& list_at(const nlohmann::json& encoded, const char* key);

// Adds before, after and after_unknown of a field that is masked already, as far as it has them.
void put_values(nlohmann::json& into, const FieldChange& field);
nlohmann::json encode_fields(const std::vector<FieldChange>& fields); // masked
std::vector<FieldChange> decode_fields(const nlohmann::json& encoded);
nlohmann::json encode_diagnostics(const Diagnostics& diagnostics);
Diagnostics decode_diagnostics(const nlohmann::json& encoded);

} // namespace flowsync::plan
