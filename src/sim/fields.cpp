#include "sim/fields.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

bool fits(const json& value, FieldType type)
{
  switch (type) {
  case FieldType::text:
    return value.is_string();
  case FieldType::nullable_text:
    return value.is_string() || value.is_null();
  case FieldType::integer:
    return value.is_number_integer();
  case FieldType::boolean:
    return value.is_boolean();
  case FieldType::object:
    return value.is_object();
  case FieldType::array:
    return value.is_array();
  case FieldType::integer_or_object:
    return value.is_number_integer() || value.is_object();
  case FieldType::any:
    return true;
  }
  return false;
}

constexpr std::string_view type_name(FieldType type)
{
  switch (type) {
  case FieldType::text:
  case FieldType::nullable_text:
    return "a string";
  case FieldType::integer:
    return "an integer";
  case FieldType::boolean:
    return "a boolean";
  case FieldType::object:
    return "an object";
  case FieldType::array:
    return "an array";
  case FieldType::integer_or_object:
    return "an integer or an object";
  case FieldType::any:
    return "anything";
  }
  return "";
}

void check_unknown(const Context& context, json& body, std::span<const FieldRule> rules, unsigned when)
{
  json unknown = json::array();
  for (const auto& [key, value] : body.items()) {
    const auto known = [&key = key, when](const FieldRule& rule) {
      return rule.name == key && (rule.when & when) != 0;
    };
    if (std::none_of(rules.begin(), rules.end(), known)) {
      unknown.push_back(key);
    }
  }
  if (unknown.empty()) {
    return;
  }
  if (context.switches.at<"unknown_keys">() == "ignore") {
    for (const auto& key : unknown) {
      body.erase(key.get<std::string>());
    }
    return;
  }
  json details = json::object();
  for (const auto& key : unknown) {
    details[key.get<std::string>()] = "outside of the schema";
  }
  throw Refusal(400, "VAL_001",
                fmt::format("property '#/' contains additional properties {} outside of the schema",
                            unknown.dump(-1, ' ', false, json::error_handler_t::replace)),
                details);
}

std::string trimmed(std::string text)
{
  const auto blank = " \t\r\n";
  text.erase(0, std::min(text.find_first_not_of(blank), text.size()));
  text.erase(text.find_last_not_of(blank) + 1);
  return text;
}

// What the server keeps of a description.
std::string kept(const Switches& switches, std::string text)
{
  const auto mode = switches.at<"description_echo">();
  if (mode == "trimmed") {
    return trimmed(std::move(text));
  }
  if (mode == "crlf") {
    std::string result;
    for (const char c : text) {
      if (c == '\n' && !result.ends_with('\r')) {
        result += '\r';
      }
      result += c;
    }
    return result;
  }
  if (mode.text().starts_with("truncated")) {
    text.resize(cut_to_bytes(text, static_cast<std::size_t>(switches.number<"description_echo">())).size());
  }
  return text;
}

void refuse_duplicate(const Context& context, const Object& object, const std::string& name)
{
  for (const auto& [id, other] : context.world.all(object.kind)) {
    if (id != object.id && other->org_id == object.org_id && other->owner_id == object.owner_id &&
        other->name == name) {
      throw Refusal(409, "", fmt::format("a {} named \"{}\" exists already", word_of(object.kind), name));
    }
  }
}

} // namespace

void check_fields(const Context& context, json& body, std::span<const FieldRule> rules, unsigned when)
{
  check_unknown(context, body, rules, when);
  for (const auto& rule : rules) {
    const auto found = body.find(rule.name);
    const bool required = when == k_on_create && (rule.when & k_required) != 0;
    if (found == body.end() || (found->is_null() && required)) {
      if (required) {
        throw missing_key(std::string(rule.name));
      }
      continue;
    }
    if (!fits(*found, rule.type)) {
      throw invalid(fmt::format("property '#/{}' must be {}", rule.name, type_name(rule.type)), std::string(rule.name));
    }
  }
}

void write_tags(const Context& context, Object& object, const json& body)
{
  if (!body.contains("tags") || context.switches.at<"tags">() == "ignored") {
    return;
  }
  if (context.switches.at<"tags">() == "kept") {
    object.fields["tags"] = body["tags"];
  } else if (context.switches.at<"unknown_keys">() == "refuse") {
    throw invalid("property '#/' contains additional properties [\"tags\"] outside of the schema", "tags");
  }
}

void write_names(const Context& context, Object& object, const json& body)
{
  if (body.contains("name")) {
    auto name = body["name"].get<std::string>();
    if (trimmed(name).empty()) {
      throw invalid("name must not be empty", "name");
    }
    const auto most = context.switches.number<"name_max">();
    if (static_cast<std::int64_t>(count_characters(name)) > most) {
      throw invalid(fmt::format("name is too long (at most {} characters)", most), "name");
    }
    if (context.switches.at<"duplicate_names">() == "409") {
      refuse_duplicate(context, object, name);
    }
    object.name = std::move(name);
  }
  if (!body.contains("description")) {
    return;
  }
  const auto& description = body["description"];
  if (description.is_string()) {
    object.description = kept(context.switches, description.get<std::string>());
  } else if (context.switches.at<"null_description">() == "refused") {
    throw invalid("property '#/description' must be a string", "description");
  } else if (context.switches.at<"null_description">() == "clears") {
    object.description.reset();
  }
}

Refusal missing_key(const std::string& name)
{
  return invalid(fmt::format("property '#/' did not contain a required property of '{}'", name), name);
}

void require_key(const json& body, const char* name)
{
  if (!body.contains(name)) {
    throw missing_key(name);
  }
}

Id id_field(const json& body, const char* name)
{
  const auto found = body.find(name);
  return found != body.end() && found->is_number_integer() ? found->get<Id>() : 0;
}

void copy_fields(Object& object, const json& body, std::initializer_list<const char*> names)
{
  for (const auto* name : names) {
    if (const auto found = body.find(name); found != body.end()) {
      object.fields[name] = *found;
    }
  }
}

} // namespace flowsync::sim
