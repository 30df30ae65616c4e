#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::sim {

// Adds the configuration keys that the service writes by itself (API notes C4) where they are missing.
void add_source_defaults(nlohmann::json& config, std::string_view source_type);
void add_sink_defaults(nlohmann::json& config, std::string_view sink_type);

// Adds $schema and $schema-id to a JSON Schema, where they are missing.
void add_schema_marks(nlohmann::json& schema);

// The first configuration key that is required for the type (API notes D1) and missing, or "".
std::string_view missing_source_key(const nlohmann::json& config, std::string_view source_type);
std::string_view missing_sink_key(const nlohmann::json& config, std::string_view sink_type);

} // namespace flowsync::sim
