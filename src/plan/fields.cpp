#include "plan/fields.hpp"

#include "base/text.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "plan/equality.hpp"

#include <algorithm>
#include <array>

namespace flowsync::plan {

namespace {

struct NamedRule
{
  std::string_view field;
  FieldRule rule;
};

constexpr std::array k_rules{
    NamedRule{"name", {Comparison::text, FieldClass::cosmetic}},
    NamedRule{"description", {Comparison::description, FieldClass::cosmetic}},
    NamedRule{"tags", {Comparison::set, FieldClass::cosmetic}},
    NamedRule{k_access_part, {Comparison::config, FieldClass::cosmetic}},
    NamedRule{k_docs_part, {Comparison::config, FieldClass::cosmetic}},
    NamedRule{"output_schema_annotations", {Comparison::body, FieldClass::cosmetic}},
    NamedRule{"project_id", {Comparison::text, FieldClass::cosmetic}},
    NamedRule{"source_config", {Comparison::config, FieldClass::runtime}},
    NamedRule{"sink_config", {Comparison::config, FieldClass::runtime}},
    NamedRule{"transform", {Comparison::transform, FieldClass::runtime}},
    NamedRule{"has_custom_transform", {Comparison::not_read, FieldClass::runtime}},
    NamedRule{"output_validation_schema", {Comparison::body, FieldClass::runtime}},
    NamedRule{"source_type", {Comparison::type_name, FieldClass::fixed}},
    NamedRule{"sink_type", {Comparison::type_name, FieldClass::fixed}},
    NamedRule{"entries", {Comparison::entries, FieldClass::runtime}},
    NamedRule{"data_defaults", {Comparison::body, FieldClass::runtime}},
    NamedRule{"data_type", {Comparison::not_read, FieldClass::fixed}},
    NamedRule{"data_map", {Comparison::config, FieldClass::runtime}},
    NamedRule{"code", {Comparison::code, FieldClass::runtime}},
    NamedRule{"code_container", {Comparison::config, FieldClass::runtime}},
    NamedRule{"create_destination", {Comparison::not_read, FieldClass::fixed}},
    NamedRule{"vendor_endpoint_id", {Comparison::text, FieldClass::fixed}},
    NamedRule{"template_config", {Comparison::body, FieldClass::fixed}},
    NamedRule{"ingest_method", {Comparison::type_name, FieldClass::fixed}},
    NamedRule{"parent_data_set_id", {Comparison::text, FieldClass::fixed}},
};

std::optional<nlohmann::json> id_or_nothing(const std::optional<ResourceId>& id)
{
  return id ? std::optional<nlohmann::json>(*id) : std::nullopt;
}

std::size_t count_leaves(const nlohmann::json& value)
{
  if (!value.is_object()) {
    return 1;
  }
  std::size_t count = 0;
  for (const auto& item : value) {
    count += count_leaves(item);
  }
  return count;
}

} // namespace

std::string_view alternative_to(std::string_view field)
{
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> k_pairs{
      {{"transform", "transform_id"},
       {"transform_id", "transform"},
       {"code_container", "code_container_id"},
       {"code_container_id", "code_container"}}};
  const auto* const found =
      std::find_if(k_pairs.begin(), k_pairs.end(), [&](const auto& pair) { return pair.first == field; });
  return found != k_pairs.end() ? found->second : std::string_view();
}

FieldRule field_rule(std::string_view field)
{
  const auto* const found =
      std::find_if(k_rules.begin(), k_rules.end(), [&](const NamedRule& rule) { return rule.field == field; });
  return found != k_rules.end() ? found->rule : FieldRule{};
}

bool same_by(Comparison comparison, const nlohmann::json& a, const nlohmann::json& b, std::string_view key)
{
  const auto text = [](const nlohmann::json& value) { return value.is_string() ? value.get<std::string>() : ""; };
  switch (comparison) {
  case Comparison::description:
    return same_description(text(a), text(b));
  case Comparison::body:
    return same_body(a, b);
  case Comparison::transform:
    return same_transform(a, b);
  case Comparison::code:
    return same_code(a, b);
  case Comparison::entries:
  case Comparison::set:
    return same_set(a, b);
  case Comparison::type_name:
    return a.is_string() && b.is_string() && lower(text(a)) == lower(text(b));
  case Comparison::text:
  case Comparison::config:
  case Comparison::not_read:
    break;
  }
  return same(a, b, key);
}

std::optional<nlohmann::json> live_field(const LiveResource& live, const std::string& field)
{
  if (field == "name") { // a name is never empty: null names are met and say nothing (API notes F18)
    return live.name.empty() ? std::nullopt : std::optional<nlohmann::json>(live.name);
  }
  if (field == "description") {
    return strip_marks(live.description);
  }
  if (field == "source_type" || field == "sink_type") {
    return live.kind.empty() ? std::nullopt : std::optional<nlohmann::json>(live.kind);
  }
  if (field == k_credential_field) {
    return id_or_nothing(live.credential_id);
  }
  if (field == k_sink_parent_field || field == k_set_parent_field) {
    return id_or_nothing(live.parent_set_id);
  }
  if (field == k_container_field && live.code_container_id) {
    return *live.code_container_id;
  }
  if (field == k_project_field) {
    return id_or_nothing(live.project_id);
  }
  const auto found = live.body.find(field);
  return found != live.body.end() ? std::optional<nlohmann::json>(*found) : std::nullopt;
}

std::size_t count_spec_fields(const DesiredResource& desired)
{
  std::size_t count = 1; // the status
  for (const auto& [field, value] : desired.document.items()) {
    count += field.ends_with("_config") ? count_leaves(value) : 1;
  }
  return count + (desired.parent ? 1 : 0) + (desired.credential_alias.empty() ? 0 : 1);
}

bool is_spec_field(std::string_view field)
{
  static constexpr std::array<std::string_view, 22> k_fields{"name",
                                                             k_access_part,
                                                             k_docs_part,
                                                             "description",
                                                             "source_type",
                                                             "source_config",
                                                             "sink_type",
                                                             "sink_config",
                                                             "data_credentials_id",
                                                             "data_set_id",
                                                             "parent_data_set_id",
                                                             "transform",
                                                             "transform_id",
                                                             "output_schema_annotations",
                                                             "output_validation_schema",
                                                             "tags",
                                                             "entries",
                                                             "data_defaults",
                                                             "map_primary_key",
                                                             "code",
                                                             "code_type",
                                                             "output_type"};
  return std::find(k_fields.begin(), k_fields.end(), field) != k_fields.end();
}

} // namespace flowsync::plan
