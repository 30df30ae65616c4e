#include "plan/lost.hpp"

#include "base/secret.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <algorithm>
#include <array>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// The fields that specs set; replies hold many more.
constexpr std::array<std::string_view, 20> k_told{"name",
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

void mask_like(json& value, const json& applied)
{
  if (applied.is_string()) {
    const auto& text = applied.get_ref<const std::string&>();
    if (text == k_sensitive_text || text.find("${secret.") != std::string::npos) {
      value = k_sensitive_text;
    }
  } else if (applied.is_object() && value.is_object()) {
    for (const auto& [key, item] : applied.items()) {
      if (value.contains(key)) {
        mask_like(value[key], item);
      }
    }
  } else if (applied.is_array() && value.is_array()) {
    for (std::size_t i = 0; i < std::min(applied.size(), value.size()); ++i) {
      mask_like(value[i], applied[i]);
    }
  }
}

bool is_nothing(const json& value)
{
  return value.is_null() || value == "" || (value.is_structured() && value.empty());
}

} // namespace

std::vector<FieldChange> lost_fields(const LiveResource& live, const Record* record)
{
  auto document = json::object();
  const auto applied = record != nullptr && record->applied.is_object() ? record->applied : json::object();
  const auto shown = live_document(live);
  for (const auto& [field, value] : shown.items()) {
    if (applied.contains(field) || std::find(k_told.begin(), k_told.end(), field) != k_told.end()) {
      document[field] = value;
    }
  }
  for (const auto& [field, value] : applied.items()) {
    if (!document.contains(field)) {
      document[field] = value;
    }
  }
  mask_like(document, applied);
  if (!live.status.empty()) {
    document[std::string(k_status_field)] = live.status;
  }
  std::vector<FieldChange> fields;
  for (const auto& [field, value] : document.items()) {
    if (is_nothing(value)) {
      continue;
    }
    FieldChange lost;
    lost.path = child_path("", field);
    lost.before = value;
    lost.sensitive = value == k_sensitive_text;
    lost.cause = Cause::spec;
    lost.field_class = field == k_status_field ? FieldClass::status : field_rule(field).field_class;
    fields.push_back(std::move(lost));
  }
  return fields;
}

} // namespace flowsync::plan
