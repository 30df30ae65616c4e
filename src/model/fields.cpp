#include "model/fields.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace flowsync {

namespace {

using Kind = ResourceKind;

constexpr KindSet k_all{Kind::source,    Kind::nexset, Kind::sink,   Kind::lookup,
                        Kind::transform, Kind::code,   Kind::project};
constexpr KindSet k_in_flow{Kind::source, Kind::nexset, Kind::sink};
constexpr KindSet k_connected{Kind::source, Kind::sink};
constexpr KindSet k_coded{Kind::transform, Kind::code};

constexpr std::array k_fields{
    // What every kind has.
    FieldFacts{.field = "name",
               .kinds = k_all,
               .word = "name",
               .change = FieldClass::cosmetic,
               .shown_in = ShownIn::name,
               .in_specs = true},
    FieldFacts{.field = "description",
               .kinds = k_all,
               .word = "description",
               .comparison = FieldComparison::description,
               .change = FieldClass::cosmetic,
               .shown_in = ShownIn::description,
               .in_specs = true},
    FieldFacts{.field = "status", .kinds = k_all, .word = "state", .change = FieldClass::status},
    FieldFacts{.field = "tags",
               .kinds = k_all,
               .word = "tags",
               .comparison = FieldComparison::set,
               .change = FieldClass::cosmetic,
               .in_specs = true},
    FieldFacts{.field = "access",
               .kinds = k_all,
               .word = "access",
               .comparison = FieldComparison::config,
               .change = FieldClass::cosmetic,
               .in_specs = true,
               .part = true},
    FieldFacts{.field = "notifications",
               .kinds = k_in_flow,
               .word = "notifications",
               .comparison = FieldComparison::config,
               .change = FieldClass::cosmetic,
               .in_specs = true,
               .part = true},
    FieldFacts{.field = "triggers",
               .kinds = {Kind::source},
               .word = "triggers",
               .comparison = FieldComparison::config,
               .change = FieldClass::cosmetic,
               .in_specs = true,
               .part = true},
    FieldFacts{.field = "project_id", .change = FieldClass::cosmetic, .shown_in = ShownIn::project},

    // Sources and sinks.
    FieldFacts{.field = "source_type",
               .kinds = {Kind::source},
               .word = "type",
               .comparison = FieldComparison::type_name,
               .change = FieldClass::fixed,
               .shown_in = ShownIn::connector,
               .in_specs = true},
    FieldFacts{.field = "sink_type",
               .kinds = {Kind::sink},
               .word = "type",
               .comparison = FieldComparison::type_name,
               .change = FieldClass::fixed,
               .shown_in = ShownIn::connector,
               .in_specs = true},
    FieldFacts{.field = "source_config",
               .kinds = {Kind::source},
               .word = "config",
               .comparison = FieldComparison::config,
               .in_specs = true,
               .content = true},
    FieldFacts{.field = "sink_config",
               .kinds = {Kind::sink},
               .word = "config",
               .comparison = FieldComparison::config,
               .in_specs = true,
               .content = true},
    FieldFacts{.field = "data_credentials_id",
               .kinds = k_connected,
               .word = "credential",
               .shown_in = ShownIn::credential,
               .in_specs = true},
    FieldFacts{.field = "data_credentials", .kinds = k_connected, .word = "credential"},
    FieldFacts{.field = "code_container",
               .kinds = k_connected,
               .word = "code",
               .comparison = FieldComparison::config,
               .alternative = "code_container_id"},
    FieldFacts{.field = "code_container_id",
               .kinds = k_connected,
               .word = "code",
               .shown_in = ShownIn::container,
               .alternative = "code_container"},
    FieldFacts{.field = "vendor_endpoint_id", .change = FieldClass::fixed},
    FieldFacts{.field = "template_config", .comparison = FieldComparison::body, .change = FieldClass::fixed},
    FieldFacts{.field = "ingest_method", .comparison = FieldComparison::type_name, .change = FieldClass::fixed},
    FieldFacts{.field = "create_destination",
               .kinds = {Kind::sink},
               .word = "create_destination",
               .comparison = FieldComparison::not_read,
               .change = FieldClass::fixed},
    FieldFacts{.field = "data_set_id",
               .kinds = {Kind::sink},
               .word = "from",
               .shown_in = ShownIn::parent_set,
               .in_specs = true},
    FieldFacts{.field = "data_map",
               .kinds = {Kind::sink},
               .word = "lookup",
               .comparison = FieldComparison::config,
               .content = true},

    // Nexsets.
    FieldFacts{.field = "parent_data_set_id",
               .kinds = {Kind::nexset},
               .word = "from",
               .change = FieldClass::fixed,
               .shown_in = ShownIn::parent_set,
               .in_specs = true},
    FieldFacts{.field = "data_source_id", .kinds = {Kind::nexset}, .word = "detected"},
    FieldFacts{.field = "transform",
               .kinds = {Kind::nexset},
               .word = "transform",
               .comparison = FieldComparison::transform,
               .in_specs = true,
               .content = true,
               .alternative = "transform_id",
               .together = "transform"},
    FieldFacts{.field = "transform_id",
               .kinds = {Kind::nexset},
               .word = "transform",
               .in_specs = true,
               .content = true,
               .alternative = "transform",
               .together = "transform"},
    FieldFacts{.field = "has_custom_transform",
               .kinds = {Kind::nexset},
               .comparison = FieldComparison::not_read,
               .together = "transform"},
    FieldFacts{.field = "output_schema_annotations",
               .kinds = {Kind::nexset},
               .word = "annotations",
               .comparison = FieldComparison::body,
               .change = FieldClass::cosmetic,
               .in_specs = true},
    FieldFacts{.field = "output_schema_validation_enabled",
               .kinds = {Kind::nexset},
               .word = "validation",
               .together = "validation"},
    FieldFacts{.field = "output_validation_schema",
               .kinds = {Kind::nexset},
               .word = "validation",
               .comparison = FieldComparison::body,
               .in_specs = true,
               .together = "validation"},
    FieldFacts{.field = "data_sinks", .kinds = {Kind::nexset}},
    FieldFacts{.field = "docs",
               .kinds = {Kind::nexset},
               .word = "docs",
               .comparison = FieldComparison::config,
               .change = FieldClass::cosmetic,
               .in_specs = true,
               .part = true},

    // Lookups.
    FieldFacts{.field = "map_primary_key", .kinds = {Kind::lookup}, .word = "primary_key", .in_specs = true},
    FieldFacts{.field = "data_defaults",
               .kinds = {Kind::lookup},
               .word = "defaults",
               .comparison = FieldComparison::body,
               .in_specs = true},
    FieldFacts{.field = "data_map", .kinds = {Kind::lookup}, .word = "entries"},
    FieldFacts{.field = "data_type",
               .kinds = {Kind::lookup},
               .comparison = FieldComparison::not_read,
               .change = FieldClass::fixed},
    FieldFacts{.field = "entries", .comparison = FieldComparison::entries, .in_specs = true, .content = true},

    // Transforms and code.
    FieldFacts{.field = "output_type", .kinds = k_coded, .word = "output", .in_specs = true},
    FieldFacts{.field = "code_type", .kinds = k_coded, .word = "type", .in_specs = true},
    FieldFacts{.field = "code",
               .kinds = k_coded,
               .word = "code",
               .comparison = FieldComparison::code,
               .in_specs = true,
               .content = true},
    FieldFacts{.field = "code_encoding", .kinds = k_coded},

    // Projects. Flows say themselves which one they join.
    FieldFacts{.field = "flows", .kinds = {Kind::project}},
    FieldFacts{.field = "data_flows", .kinds = {Kind::project}},
};

constexpr std::array<std::string_view, 10> k_read_only{
    "id",         "owner",          "org",     "access_roles", "created_at",
    "updated_at", "copied_from_id", "managed", "connector",    "connector_type"};

} // namespace

const FieldFacts& field_facts(std::string_view field)
{
  static constexpr FieldFacts k_ordinary{};
  const auto* const found =
      std::find_if(k_fields.begin(), k_fields.end(), [&](const FieldFacts& row) { return row.field == field; });
  return found != k_fields.end() ? *found : k_ordinary;
}

const FieldFacts* own_field(ResourceKind kind, std::string_view field)
{
  const auto* const found = std::find_if(k_fields.begin(), k_fields.end(), [&](const FieldFacts& row) {
    return row.field == field && row.kinds.has(kind);
  });
  return found != k_fields.end() ? found : nullptr;
}

bool is_read_only_field(std::string_view field)
{
  return std::find(k_read_only.begin(), k_read_only.end(), field) != k_read_only.end();
}

const std::vector<std::string_view>& content_fields()
{
  static const auto k_content = [] {
    std::vector<std::string_view> fields;
    for (const auto& row : k_fields) {
      if (row.content) {
        fields.push_back(row.field);
      }
    }
    return fields;
  }();
  return k_content;
}

const std::vector<std::vector<std::string_view>>& fields_together()
{
  static const auto k_groups = [] {
    std::map<std::string_view, std::vector<std::string_view>> groups;
    for (const auto& row : k_fields) {
      if (!row.together.empty()) {
        groups[row.together].push_back(row.field);
      }
    }
    std::vector<std::vector<std::string_view>> result;
    for (auto& [name, fields] : groups) {
      result.push_back(std::move(fields));
    }
    return result;
  }();
  return k_groups;
}

} // namespace flowsync
