#include "nexla/triggers.hpp"

#include "base/text.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

constexpr std::string_view k_triggers = "/flow_triggers";

// The event that a flow can be waited for at: its source has read, or a sink has written.
std::string_view event_of(ResourceKind type)
{
  return type == ResourceKind::sink ? "WRITE_DONE" : "READ_DONE";
}

// The entry that stands for a trigger of this source; "" for one of something else, or that says nothing.
std::string key_of(const json& row, const LiveKey& of, const PartNames& names)
{
  if (lower(text_of(row, "triggered_resource_type")) != type_name(of.first) ||
      id_of(row, "triggered_resource_id") != of.second) {
    return {};
  }
  const auto word = lower(text_of(row, "triggering_resource_type"));
  const auto after = id_of(row, "triggering_resource_id");
  if (!after) {
    return {};
  }
  const auto event = upper(text_of(row, "triggering_event_type"));
  const auto kind = parse_type(word);
  if (!kind || event != event_of(*kind)) {
    return fmt::format("{} {} {}", word, *after, event);
  }
  const auto owner = names.owner_of ? names.owner_of({*kind, *after}) : std::nullopt;
  return owner ? owner->text() : fmt::format("{} {}", word, *after);
}

bool is_active(const json& row)
{
  return upper(text_of(row, "status")) != "PAUSED";
}

ApiError unknown(const std::string& key)
{
  ApiError error;
  error.message = fmt::format("{} does not exist, so nothing can run after it", key);
  error.request = fmt::format("POST {}", k_triggers);
  return error;
}

} // namespace

ApiResult<TriggerRows> list_triggers(Api& api, std::stop_token stop)
{
  const auto rows = read_rows(api, std::string(k_triggers), stop);
  if (!rows.ok()) {
    return rows.error();
  }
  return TriggerRows(rows->begin(), rows->end());
}

Part decode_triggers(const TriggerRows& rows, const LiveKey& of, const PartNames& names)
{
  Part part;
  for (const auto& row : rows) {
    if (const auto key = key_of(row, of, names); !key.empty()) {
      auto& state = part.entries[key];
      state = is_active(row) || state == "active" ? "active" : "paused";
    }
  }
  return part;
}

ApiResult<Part> read_triggers(Api& api, const LiveKey& of, const PartNames& names, std::stop_token stop)
{
  if (names.triggers) {
    return decode_triggers(*names.triggers, of, names);
  }
  const auto rows = list_triggers(api, stop);
  if (!rows.ok()) {
    return rows.error();
  }
  return decode_triggers(*rows, of, names);
}

ApiResult<Done> change_triggers(Api& api, const LiveKey& of, const PartChange& change, const PartNames& names,
                                std::stop_token stop)
{
  const auto rows = list_triggers(api, stop);
  if (!rows.ok()) {
    return rows.error();
  }
  std::set<std::string> there;
  for (const auto& row : *rows) {
    const auto key = key_of(row, of, names);
    if (key.empty()) {
      continue;
    }
    const auto place = fmt::format("{}/{}", k_triggers, id_of(row, "id").value());
    const bool wanted = change.put.contains(key);
    const bool gone = std::find(change.gone.begin(), change.gone.end(), key) != change.gone.end();
    if (gone || (wanted && change.again)) {
      if (auto done = api.write("DELETE", place, json::object(), stop); !done && done.error().status != 404) {
        return done.error();
      }
    } else if (wanted && there.insert(key).second && !is_active(row)) {
      if (auto done = api.write("PUT", place + "/activate", json::object(), stop); !done) {
        return done.error();
      }
    }
  }
  for (const auto& [key, state] : change.put.items()) {
    if (there.contains(key)) {
      continue;
    }
    const auto address = Address::parse(key);
    const auto after = address && names.id_of ? names.id_of(*address) : std::nullopt;
    if (!after) {
      return unknown(key);
    }
    const json body{{"triggering_resource_type", type_name(address->kind)},
                    {"triggering_resource_id", *after},
                    {"triggering_event_type", event_of(address->kind)},
                    {"triggered_resource_type", type_name(of.first)},
                    {"triggered_resource_id", of.second},
                    {"triggered_event_type", "READ_START"}};
    if (auto done = api.write("POST", std::string(k_triggers), body, stop, Repeat::never); !done) {
      return done.error();
    }
  }
  return Done{};
}

} // namespace flowsync::nexla
