#include "view/change_json.hpp"

#include "base/secret.hpp"
#include "view/field_tree.hpp"
#include "view/json_text.hpp"
#include "view/origin_json.hpp"
#include "view/shown_field.hpp"

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;
using nlohmann::json;
using plan::Action;
using plan::FieldChange;
using Fields = std::vector<FieldChange>;

Json or_null(const std::string& text)
{
  return text.empty() ? Json() : Json(text);
}

Json id_json(const std::optional<ResourceId>& id)
{
  return id ? Json(*id) : Json();
}

Json field_json(const FieldChange& field)
{
  auto result = object_for(9);
  result["path"] = field.path;
  result["before"] = field.before ? Json(*field.before) : Json();
  result["after"] = field.after ? Json(*field.after) : Json();
  if (field.after_unknown) {
    result["after_unknown"] = true;
  }
  result["cause"] = plan::cause_name(field.cause);
  result["sensitive"] = field.sensitive;
  if (field.origin.origin.known()) {
    result["origin"] = origin_json(field.origin.origin);
  }
  result["overrides"] = Json::array();
  for (const auto& place : field.origin.overrides) {
    result["overrides"].push_back(origin_json(place));
  }
  if (!field.origin.variables.empty()) {
    result["variables"] = Json::array();
    for (const auto& [name, place] : field.origin.variables) {
      auto variable = origin_json(place);
      variable["name"] = name;
      result["variables"].push_back(std::move(variable));
    }
    if (!field.by_variable) {
      result["by_variable"] = false;
    }
  }
  return result;
}

Json fields_json(const Fields& fields)
{
  auto result = Json::array();
  for (const auto& field : fields) {
    result.push_back(field_json(field));
  }
  return result;
}

// Where a value, or a part of it, was masked: `true` in the place of each masked one.
json masked_places(const json& value)
{
  if (value == k_sensitive_text) {
    return true;
  }
  json result = value.is_array() ? json::array() : json::object();
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      if (auto places = masked_places(item); places == true || !places.empty()) {
        result[key] = std::move(places);
      }
    }
  } else if (value.is_array()) {
    bool any = false;
    for (const auto& item : value) {
      auto places = masked_places(item);
      any = any || places == true || !places.empty();
      result.push_back(std::move(places));
    }
    return any ? result : json::object();
  }
  return result;
}

struct Trees
{
  json before = json::object();
  json after = json::object();
  json after_unknown = json::object();
  json before_sensitive = json::object();
  json after_sensitive = json::object();
};

void put_side(json& values, json& sensitive, const FieldChange& field, const std::optional<json>& value)
{
  if (!value) {
    return;
  }
  put_at(values, field.path, *value);
  auto places = field.sensitive ? json(true) : masked_places(*value);
  if (places == true || !places.empty()) {
    put_at(sensitive, field.path, std::move(places));
  }
}

Trees trees_of(const Fields& fields)
{
  Trees trees;
  for (const auto& field : fields) {
    put_side(trees.before, trees.before_sensitive, field, field.before);
    put_side(trees.after, trees.after_sensitive, field, field.after);
    if (field.after_unknown) {
      put_at(trees.after_unknown, field.path, true);
    }
  }
  return trees;
}

Json change_object(Action action, const Fields& fields, bool with_values)
{
  const bool has_before = with_values && action != Action::create && action != Action::read;
  const bool has_after = with_values && action != Action::remove && (action != Action::read || !fields.empty());
  const auto trees = trees_of(fields);
  auto result = object_for(9);
  result["actions"] = plan::action_words(action);
  result["before"] = has_before ? Json(trees.before) : Json();
  result["after"] = has_after ? Json(trees.after) : Json();
  result["after_unknown"] = trees.after_unknown;
  result["before_sensitive"] = has_before ? Json(trees.before_sensitive) : Json::object();
  result["after_sensitive"] = has_after ? Json(trees.after_sensitive) : Json::object();
  result["replace_paths"] = Json::array();
  for (const auto& field : fields) {
    if (action == Action::replace && field.field_class == plan::FieldClass::fixed) {
      result["replace_paths"].push_back(field.path);
    }
  }
  result["importing"] = Json();
  return result;
}

Fields masked(const Fields& fields)
{
  Fields result;
  for (const auto& field : fields) {
    result.push_back(shown_field(field));
  }
  return result;
}

} // namespace

Json change_json(const plan::ResourceChange& change)
{
  const auto fields = masked(change.fields);
  auto result = object_for(20);
  result["address"] = change.address.text();
  result["type"] = type_name(change.type);
  result["name"] = change.name;
  result["id"] = id_json(change.id);
  result["previous_address"] = change.previous_address ? Json(change.previous_address->text()) : Json();
  result["change"] = change_object(change.action, fields, change.action != Action::no_op);
  if (change.adopting && change.id) {
    result["change"]["importing"] = {{"id", *change.id}};
  }
  result["planned"] = Json(change.planned);
  result["action_reason"] = or_null(std::string(change.reason.text()));
  result["restarts"] = change.restarts;
  result["re_ingests"] = change.re_ingests;
  result["affects"] = Json::array();
  for (const auto& affected : change.affects) {
    Json item;
    item["type"] = type_name(affected.type);
    item["id"] = affected.id;
    item["name"] = affected.name;
    item["address"] = affected.address ? Json(affected.address->text()) : Json();
    result["affects"].push_back(std::move(item));
  }
  result["depends_on"] = Json::array();
  for (const auto& address : change.depends_on) {
    result["depends_on"].push_back(address.text());
  }
  result["fields"] = fields_json(fields);
  result["unverified"] = change.unverified;
  result["write_mark"] = change.write_mark;
  result["adopting"] = change.adopting;
  return result;
}

Json drift_json(const plan::ResourceDrift& drift)
{
  Fields fields;
  for (const auto& field : drift.fields) {
    fields.push_back(drifted_field(field));
  }
  Json result;
  result["address"] = drift.address.text();
  result["type"] = type_name(drift.type);
  result["name"] = drift.name;
  result["id"] = id_json(drift.id);
  result["change"] = change_object(drift.gone ? Action::remove : Action::update, fields, true);
  result["fields"] = fields_json(fields);
  result["notes"] = Json::array();
  for (const auto& note : drift.notes) {
    result["notes"].push_back({{"code", note.code}, {"text", note.text}, {"outside", note.outside}});
  }
  return result;
}

} // namespace flowsync::view
