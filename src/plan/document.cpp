#include "plan/document.hpp"

#include "base/secret.hpp"
#include "model/number_text.hpp"
#include "model/pointer.hpp"
#include "plan/equality.hpp"
#include "plan/fields.hpp"
#include "plan/list_pairs.hpp"
#include "plan/pointer.hpp"

#include <algorithm>
#include <charconv>

namespace flowsync::plan {

namespace {

using nlohmann::json;

std::string_view state_word(const DesiredResource& desired)
{
  if (desired.suspended) {
    return k_suspended;
  }
  switch (desired.state) {
  case RunState::active:
    return "active";
  case RunState::paused:
    return "paused";
  case RunState::unmanaged:
    return "unmanaged";
  }
  return "active";
}

bool is_whole_number(const std::string& text)
{
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

// Live + desired - removed keys, at one place of a config object.
json merged(const std::string& path, const json& desired, const json* live, const json* applied,
            const PathMap<FieldOrigin>& tombstones)
{
  if (desired.is_object() && (live == nullptr || live->is_object())) {
    json result = live != nullptr ? *live : json::object();
    for (const auto* const side : {applied, live}) {
      if (side == nullptr || !side->is_object()) {
        continue;
      }
      for (const auto& item : side->items()) {
        const bool dropped =
            member(applied, item.key()) != nullptr || tombstones.contains(pointer_below(path, item.key()));
        if (!desired.contains(item.key()) && dropped) {
          result.erase(item.key());
        }
      }
    }
    for (const auto& [key, value] : desired.items()) {
      result[key] = merged(pointer_below(path, key), value, member(live, key), member(applied, key), tombstones);
    }
    return result;
  }
  if (desired.is_array() && live != nullptr) {
    auto result = json::array();
    for (std::size_t i = 0; i < desired.size(); ++i) {
      const auto other = [&](const json* list) -> const json* {
        const auto at = list != nullptr ? counterpart(desired, i, *list) : std::nullopt;
        return at ? &(*list)[*at] : nullptr;
      };
      result.push_back(merged(pointer_below(path, i), desired[i], other(live), other(applied), tombstones));
    }
    return result;
  }
  return desired;
}

// What clears a field that the spec does not set any more.
json cleared(const json& before)
{
  if (before.is_string()) {
    return "";
  }
  if (before.is_object()) {
    return json::object();
  }
  if (before.is_array()) {
    return json::array();
  }
  return before.is_boolean() ? json(false) : json();
}

// Fields that the service wants to see together (API notes B3).
void add_siblings(json& body, const json& desired)
{
  for (const auto& group : fields_together()) {
    const bool any = std::any_of(group.begin(), group.end(),
                                 [&](std::string_view name) { return body.contains(std::string(name)); });
    for (const auto name : group) {
      const std::string field(name);
      if (any && !body.contains(field) && desired.contains(field)) {
        body[field] = desired[field];
      }
    }
  }
}

void collect_not_kept(const std::string& path, const json& written, const json* live, std::vector<std::string>& paths)
{
  if (written.is_object() && live != nullptr && live->is_object()) {
    for (const auto& [key, value] : written.items()) {
      collect_not_kept(pointer_below(path, key), value, member(live, key), paths);
    }
  } else if (written.is_array() && live != nullptr && pairs_up(written, *live)) {
    for (std::size_t i = 0; i < written.size(); ++i) {
      collect_not_kept(pointer_below(path, i), written[i], &(*live)[*counterpart(written, i, *live)], paths);
    }
  } else if (live == nullptr || !same(written, *live, path)) {
    paths.push_back(path);
  }
}

} // namespace

json full_document(const DesiredResource& desired, const Bindings& bindings)
{
  json full = desired.document;
  if (const auto credential = bindings.credentials.find(desired.credential_alias);
      credential != bindings.credentials.end()) {
    full[std::string(k_credential_field)] = credential->second;
  }
  const auto field = facts(desired.type).parent_id;
  if (desired.parent && !desired.detected && !field.empty()) {
    if (const auto parent = bindings.ids.find(*desired.parent); parent != bindings.ids.end()) {
      full[std::string(field)] = parent->second;
    }
  }
  if (const auto parent = bindings.nexsets.find(desired.parent_name); parent != bindings.nexsets.end()) {
    full[std::string(k_set_parent_field)] = parent->second;
  }
  return full;
}

json resolve_document(const json& document, const PathSet& deferred, const Resolver& resolve,
                      std::set<std::string>& unknown)
{
  json result = document;
  for (const auto& path : deferred) {
    const json::json_pointer place(path);
    if (!result.contains(place) || !result[place].is_string()) {
      continue;
    }
    const auto text = result[place].get<std::string>();
    const auto value = resolve(text);
    if (!value) {
      unknown.insert(path);
      if (auto& around = result[place.parent_pointer()]; around.is_object()) {
        around.erase(place.back());
      } else {
        result[place] = nullptr; // an element of a list keeps its place
      }
      continue;
    }
    const bool only_id = text.starts_with("${ref.") && text.find('}') == text.size() - 1 && is_whole_number(*value);
    result[place] = only_id ? json(std::stoll(*value)) : json(*value);
  }
  return result;
}

json resolve_at(const std::string& path, const json& value, const PathSet& deferred, const Resolver& resolve,
                std::set<std::string>& unknown)
{
  PathSet below;
  for (auto next = deferred.lower_bound(path); next != deferred.end() && is_within(*next, path); ++next) {
    below.insert("/value" + next->substr(path.size()));
  }
  const auto resolved = resolve_document(json{{"value", value}}, below, resolve, unknown);
  const auto found = resolved.find("value");
  return found != resolved.end() ? *found : json();
}

json live_document(const LiveResource& live)
{
  json document = live.body.is_object() ? live.body : json::object();
  for (const auto name : {std::string_view("name"), std::string_view("description"), facts(live.type).type_field,
                          k_credential_field, k_container_field}) {
    const std::string field(name);
    if (auto value = field.empty() ? std::nullopt : live_field(live, field)) {
      document[field] = std::move(*value);
    } else {
      document.erase(field);
    }
  }
  if (const auto field = facts(live.type).parent_id; !field.empty() && live.parent_set_id) {
    document[std::string(field)] = *live.parent_set_id;
  }
  return document;
}

json left_to_service(json desired, const PathSet& ignored, const json& live)
{
  for (const auto& path : ignored) {
    const json::json_pointer place(path);
    const auto around = place.parent_pointer();
    if (!desired.contains(around) || !desired[around].is_object()) {
      continue;
    }
    if (live.contains(place)) {
      desired[place] = live[place];
    } else {
      desired[around].erase(place.back());
    }
  }
  return desired;
}

json update_body(const DesiredResource& shape, const json& wanted_document, const json& live, const json& applied,
                 const std::vector<FieldChange>& changes)
{
  const auto desired = left_to_service(wanted_document, shape.ignored, live);
  json body = json::object();
  for (const auto& change : changes) {
    const auto field = first_segment(change.path);
    if (change.field_class == FieldClass::status || field == k_project_field || body.contains(field)) {
      continue;
    }
    const auto* const wanted = member(&desired, field);
    if (wanted == nullptr) {
      body[field] = cleared(member(&applied, field) != nullptr ? applied[field] : json());
    } else if (field_facts(field).comparison == FieldComparison::config) {
      body[field] =
          merged(pointer_below("", field), *wanted, member(&live, field), member(&applied, field), shape.tombstones);
    } else {
      body[field] = *wanted;
    }
  }
  add_siblings(body, desired);
  return body;
}

std::vector<std::string> not_kept(const json& written, const json& live)
{
  std::vector<std::string> paths;
  for (const auto& [field, value] : written.items()) {
    const auto* const shown = member(&live, field);
    if (shown == nullptr || field_facts(field).comparison == FieldComparison::not_read) {
      continue; // not readable: nothing can be said
    }
    const auto comparison = field_facts(field).comparison;
    if (comparison == FieldComparison::config) {
      collect_not_kept(pointer_below("", field), value, shown, paths);
    } else if (!same_by(comparison, value, *shown, field)) {
      paths.push_back(pointer_below("", field));
    }
  }
  return paths;
}

json recorded_document(const DesiredResource& desired, const json& full)
{
  auto document = plain_numbers(full); // as the state is read again
  for (const auto& path : desired.sensitive) {
    const json::json_pointer place(path);
    if (!desired.deferred.contains(path) && document.contains(place)) {
      document[place] = k_sensitive_text;
    }
  }
  if (has_status(desired.type)) {
    document[std::string(k_status_field)] = state_word(desired);
  }
  return document;
}

} // namespace flowsync::plan
