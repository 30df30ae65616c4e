#include "view/shown_field.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/pointer.hpp"

#include <algorithm>

namespace flowsync::view {

namespace {

using nlohmann::json;
using plan::FieldChange;

bool is_secret_path(std::string_view path)
{
  const auto segments = split(path, '/');
  return std::any_of(segments.begin(), segments.end(),
                     [](std::string_view segment) { return is_sensitive_key(segment); });
}

void mask(std::optional<json>& value, bool whole)
{
  if (value && whole && !value->is_null()) {
    value = json(k_sensitive_text);
  } else if (value) {
    mask_sensitive_keys(*value);
  }
}

bool is_config(const std::string& path)
{
  return plan::first_segment(path).ends_with("_config");
}

// One field for each key below a config object that only one side has.
void take_apart(const FieldChange& field, std::vector<FieldChange>& result)
{
  const bool only_after = field.after && !field.before && !field.after_unknown;
  const bool only_before = field.before && !field.after && !field.after_unknown;
  const auto& value = only_after ? field.after : field.before;
  if (field.sensitive || !is_config(field.path) || only_after == only_before || !value->is_object() || value->empty()) {
    result.push_back(field);
    return;
  }
  for (const auto& [key, item] : value->items()) {
    auto part = field;
    part.path = plan::child_path(field.path, key);
    (only_after ? part.after : part.before) = item;
    part.sensitive = item == k_sensitive_text;
    take_apart(part, result);
  }
}

std::size_t count_leaves(const json& value)
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

FieldChange shown_field(const FieldChange& field)
{
  auto shown = field;
  shown.sensitive = field.sensitive || is_secret_path(field.path);
  mask(shown.before, shown.sensitive);
  mask(shown.after, shown.sensitive);
  return shown;
}

std::vector<FieldChange> shown_fields(const std::vector<FieldChange>& fields)
{
  std::vector<FieldChange> result;
  for (const auto& field : fields) {
    take_apart(shown_field(field), result);
  }
  return result;
}

FieldChange drifted_field(const FieldChange& field)
{
  auto drifted = shown_field(field);
  if (drifted.cause == plan::Cause::outside) {
    return drifted; // told that way already
  }
  drifted.after = shown_field(field).before;
  drifted.before = field.cause == plan::Cause::drift ? shown_field(field).after : std::nullopt;
  drifted.after_unknown = false;
  return drifted;
}

std::size_t count_spec_fields(const DesiredResource& desired)
{
  std::size_t count = 1; // the status
  for (const auto& [field, value] : desired.document.items()) {
    count += field.ends_with("_config") ? count_leaves(value) : 1;
  }
  return count + (desired.parent ? 1 : 0) + (desired.credential_alias.empty() ? 0 : 1);
}

} // namespace flowsync::view
