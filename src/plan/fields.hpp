#pragma once

#include "model/fields.hpp"
#include "model/live.hpp"
#include "plan/field_change.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::plan {

// Whether two values of a field mean the same, by its kind of comparison; `key` is the last key of the path, for fields
// that compare key by key. Descriptions that are not text count as empty.
bool same_by(FieldComparison comparison, const nlohmann::json& a, const nlohmann::json& b, std::string_view key = {});

inline constexpr std::string_view k_credential_field = "data_credentials_id";
inline constexpr std::string_view k_sink_parent_field = "data_set_id";
inline constexpr std::string_view k_set_parent_field = "parent_data_set_id";
inline constexpr std::string_view k_container_field = "code_container_id";
inline constexpr std::string_view k_project_field = "project_id";
inline constexpr std::string_view k_status_field = "status";
// The applied status of what `paused` of the environment keeps from running.
inline constexpr std::string_view k_suspended = "suspended";

// What a live resource shows for a top-level field; nothing when no reply carried it.
std::optional<nlohmann::json> live_field(const LiveResource& live, const std::string& field);
// Whether live_field() has something, without making it.
bool shows_field(const LiveResource& live, const std::string& field);

// How many values the specs set on a resource: leaves of its document, parent, credential and status.
std::size_t count_spec_fields(const DesiredResource& desired);

} // namespace flowsync::plan
