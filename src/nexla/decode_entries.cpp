#include "nexla/decode_entries.hpp"

#include <algorithm>

namespace flowsync::nexla {

namespace {

using Json = nlohmann::json;

Json as_text(const Json& value)
{
  return value.is_string() ? value : Json(value.dump());
}

Json row_of(const Json& row)
{
  auto texts = Json::object();
  for (const auto& [name, value] : row.items()) {
    if (!value.is_null()) {
      texts[name] = as_text(value);
    }
  }
  return texts;
}

Json rows_of(const Json& shown)
{
  auto rows = Json::array();
  if (shown.is_object()) {
    for (const auto& [key, value] : shown.items()) {
      rows.push_back(value.is_object() ? row_of(value) : Json{{"key", key}, {"value", as_text(value)}});
    }
    return rows;
  }
  for (const auto& row : shown) {
    if (row.is_object()) {
      rows.push_back(row_of(row));
    }
  }
  return rows;
}

} // namespace

bool take_entries(LiveResource& lookup)
{
  auto& body = lookup.body;
  Json rows;
  for (const auto* const name : {"entries", "data_map", "map_entries"}) {
    const auto found = body.find(name);
    if (found != body.end() && (found->is_array() || found->is_object())) {
      rows = rows_of(*found);
      break;
    }
  }
  body.erase("data_map");
  body.erase("map_entries");
  body.erase("entries");
  const auto count = body.find("map_entry_count");
  const bool says_none = count != body.end() && count->is_number_integer() && *count == 0;
  if (rows.is_null() && !says_none) {
    return false;
  }
  if (rows.is_null()) {
    rows = Json::array();
  }
  const auto key = body.find("map_primary_key");
  const auto name = key != body.end() && key->is_string() ? key->get<std::string>() : std::string("key");
  std::sort(rows.begin(), rows.end(),
            [&](const Json& a, const Json& b) { return a.value(name, std::string()) < b.value(name, std::string()); });
  body["entries"] = std::move(rows);
  return true;
}

Json sent_entries(ResourceKind type, const Json& body)
{
  auto sent = body;
  if (type == ResourceKind::lookup && sent.contains("entries")) {
    sent["data_map"] = sent["entries"];
    sent.erase("entries");
  }
  return sent;
}

} // namespace flowsync::nexla
