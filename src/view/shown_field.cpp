#include "view/shown_field.hpp"

#include "base/secret.hpp"
#include "model/pointer.hpp"
#include "plan/masking.hpp"
#include "plan/pointer.hpp"

namespace flowsync::view {

namespace {

using nlohmann::json;
using plan::FieldChange;

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
  FieldChange like = field; // less the values, which may be large
  like.before.reset();
  like.after.reset();
  for (const auto& [key, item] : value->items()) {
    auto part = like;
    part.path = pointer_below(field.path, key);
    (only_after ? part.after : part.before) = item;
    part.sensitive = item == k_sensitive_text;
    take_apart(part, result);
  }
}

} // namespace

FieldChange shown_field(const FieldChange& field)
{
  return plan::masked_field(field);
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

} // namespace flowsync::view
