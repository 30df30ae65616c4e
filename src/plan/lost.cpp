#include "plan/lost.hpp"

#include "base/secret.hpp"
#include "model/pointer.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <algorithm>

namespace flowsync::plan {

namespace {

using nlohmann::json;

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
    if (applied.contains(field) || field_facts(field).in_specs) {
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
    lost.path = pointer_below("", field);
    lost.before = value;
    lost.sensitive = value == k_sensitive_text;
    lost.cause = Cause::spec;
    lost.field_class = field_facts(field).change;
    fields.push_back(std::move(lost));
  }
  return fields;
}

} // namespace flowsync::plan
