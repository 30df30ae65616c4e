#include "plan/fields.hpp"

#include "base/text.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "plan/equality.hpp"

namespace flowsync::plan {

namespace {

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

bool same_by(FieldComparison comparison, const nlohmann::json& a, const nlohmann::json& b, std::string_view key)
{
  const auto text = [](const nlohmann::json& value) { return value.is_string() ? value.get<std::string>() : ""; };
  switch (comparison) {
  case FieldComparison::description:
    return same_description(text(a), text(b));
  case FieldComparison::body:
    return same_body(a, b);
  case FieldComparison::transform:
    return same_transform(a, b);
  case FieldComparison::code:
    return same_code(a, b);
  case FieldComparison::entries:
  case FieldComparison::set:
    return same_set(a, b);
  case FieldComparison::type_name:
    return a.is_string() && b.is_string() && lower(text(a)) == lower(text(b));
  case FieldComparison::text:
  case FieldComparison::config:
  case FieldComparison::not_read:
    break;
  }
  return same(a, b, key);
}

std::optional<nlohmann::json> live_field(const LiveResource& live, const std::string& field)
{
  switch (field_facts(field).shown_in) {
  case ShownIn::name: // a name is never empty: null names are met and say nothing (API notes F18)
    return live.name.empty() ? std::nullopt : std::optional<nlohmann::json>(live.name);
  case ShownIn::description:
    return strip_marks(live.description);
  case ShownIn::connector:
    return live.kind.empty() ? std::nullopt : std::optional<nlohmann::json>(live.kind);
  case ShownIn::credential:
    return id_or_nothing(live.credential_id);
  case ShownIn::parent_set:
    return id_or_nothing(live.parent_set_id);
  case ShownIn::project:
    return id_or_nothing(live.project_id);
  case ShownIn::container:
    if (live.code_container_id) {
      return *live.code_container_id;
    }
    break;
  case ShownIn::body:
    break;
  }
  const auto found = live.body.find(field);
  return found != live.body.end() ? std::optional<nlohmann::json>(*found) : std::nullopt;
}

bool shows_field(const LiveResource& live, const std::string& field)
{
  const bool in_body = field_facts(field).shown_in == ShownIn::body;
  return in_body ? live.body.contains(field) : live_field(live, field).has_value();
}

std::size_t count_spec_fields(const DesiredResource& desired)
{
  std::size_t count = 1; // the status
  for (const auto& [field, value] : desired.document.items()) {
    count += field.ends_with("_config") ? count_leaves(value) : 1;
  }
  return count + (desired.parent ? 1 : 0) + (desired.credential_alias.empty() ? 0 : 1);
}

} // namespace flowsync::plan
