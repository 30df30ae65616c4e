#pragma once

#include "model/live.hpp"
#include "plan/field_change.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::plan {

// How a top-level API field compares and is written: one table for planner and apply.
enum class Comparison
{
  text,        // by the equality table
  description, // null and "" are one, marks left out
  config,      // key by key, the service's own keys left alone
  body,        // whole, less what the service adds
  transform,
  code,    // like body; text in base64 by what it stands for
  entries, // rows in any order
  set,
  type_name, // letter case does not count
  not_read,  // sent along with a sibling field, never compared by itself
};

struct FieldRule
{
  Comparison comparison = Comparison::text;
  FieldClass field_class = FieldClass::runtime;
};

// The field that says the same in another way: an inline transform and the id of a reusable one, code of its own and
// the id of shared code. Empty for other fields. Setting one ends the other (API notes B2, B3).
std::string_view alternative_to(std::string_view field);

// The rule of a top-level field of a resource type; fields without an entry are compared as text, runtime.
FieldRule field_rule(std::string_view field);

// Whether two values of a field mean the same, by its kind of comparison; `key` is the last key of the path, for fields
// that compare key by key. Descriptions that are no text count as empty.
bool same_by(Comparison comparison, const nlohmann::json& a, const nlohmann::json& b, std::string_view key = {});

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

// Whether specs set this field in some resource; replies hold many more.
bool is_spec_field(std::string_view field);

// How many values the specs set on a resource: leaves of its document, parent, credential and status.
std::size_t count_spec_fields(const DesiredResource& desired);

} // namespace flowsync::plan
