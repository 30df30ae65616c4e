#include "sim/map_entries.hpp"

#include "sim/message.hpp"
#include "sim/server_defaults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

// Under the value of the primary key, so that a change costs what it changes.
const json& stored(const Object& map)
{
  static const json k_none = json::object();
  const auto& entries = map.field("entries");
  return entries.is_object() ? entries : k_none;
}

json as_text(const json& value)
{
  if (value.is_string()) {
    return value;
  }
  return value.is_null() ? json("") : json(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

// An object of keys and values reads as rows with those two attributes.
json rows_of(const json& sent)
{
  if (sent.is_array()) {
    return sent;
  }
  if (!sent.is_object()) {
    throw invalid("entries are an array of rows", "entries");
  }
  json rows = json::array();
  for (const auto& [key, value] : sent.items()) {
    rows.push_back({{"key", key}, {"value", value}});
  }
  return rows;
}

json keyed(const json& rows, const std::string& primary_key)
{
  json result = json::object();
  for (const auto& row : rows) {
    if (!row.is_object() || !row.contains(primary_key)) {
      throw invalid(fmt::format("an entry lacks the primary key \"{}\"", primary_key), "entries");
    }
    json texts = json::object();
    for (const auto& [name, value] : row.items()) {
      texts[name] = as_text(value);
    }
    const auto key = texts[primary_key].get<std::string>();
    if (!result.emplace(key, std::move(texts)).second) {
      throw invalid("Primary key should have unique values", "entries");
    }
  }
  return result;
}

bool matches(std::string_view pattern, std::string_view text)
{
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) {
    return pattern == text;
  }
  if (text.substr(0, star) != pattern.substr(0, star)) {
    return false;
  }
  const auto rest = pattern.substr(star + 1);
  for (auto begin = star; begin <= text.size(); ++begin) {
    if (matches(rest, text.substr(begin))) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> matching_keys(const Object& map, std::string_view keys)
{
  std::vector<std::string> result;
  while (true) {
    const auto comma = std::min(keys.find(','), keys.size());
    const auto pattern = keys.substr(0, comma);
    if (pattern.find('*') == std::string_view::npos) {
      if (stored(map).contains(std::string(pattern))) {
        result.emplace_back(pattern);
      }
    } else {
      for (const auto& [key, row] : stored(map).items()) {
        if (matches(pattern, key)) {
          result.push_back(key);
        }
      }
    }
    if (comma == keys.size()) {
      break;
    }
    keys.remove_prefix(comma + 1);
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

} // namespace

json put_entries(Object& map, const json& rows, bool replace)
{
  const auto key = map.text("map_primary_key");
  if (key.empty()) {
    throw invalid("Map should have a primary key", "map_primary_key");
  }
  json added = keyed(rows_of(rows), key);
  json stored_rows = json::array();
  for (const auto& row : added) {
    stored_rows.push_back(row);
  }
  json& entries = map.fields["entries"];
  if (replace || !entries.is_object()) {
    entries = std::move(added);
  } else {
    entries.update(added);
  }
  return stored_rows;
}

void rekey_entries(Object& map)
{
  put_entries(map, all_entries(map), true);
}

json find_entries(const Object& map, std::string_view keys)
{
  json rows = json::array();
  for (const auto& key : matching_keys(map, keys)) {
    rows.push_back(stored(map).at(key));
  }
  return rows;
}

void drop_entries(Object& map, std::string_view keys)
{
  for (const auto& key : matching_keys(map, keys)) {
    map.fields["entries"].erase(key);
  }
}

json all_entries(const Object& map)
{
  json rows = json::array();
  for (const auto& row : stored(map)) {
    rows.push_back(row);
  }
  return rows;
}

std::size_t entry_count(const Object& map)
{
  return stored(map).size();
}

json entry_schema(const Object& map)
{
  if (stored(map).empty()) {
    return nullptr;
  }
  json properties = json::object();
  for (const auto& row : stored(map)) {
    for (const auto& [name, value] : row.items()) {
      properties[name] = {{"type", "string"}};
    }
  }
  json schema{{"type", "object"}, {"properties", std::move(properties)}};
  add_schema_marks(schema);
  return schema;
}

} // namespace flowsync::sim
