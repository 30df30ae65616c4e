#include "nexla/notifications.hpp"

#include "base/text.hpp"
#include "model/events.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

constexpr std::string_view k_settings = "/notification_settings";

// An event and the kind of resource that it happens to, by the id that settings name it by.
struct EventType
{
  std::string event;
  std::string resource_type;
};

using EventTypes = std::map<ResourceId, EventType>;

ApiResult<EventTypes> list_event_types(Api& api, std::stop_token stop)
{
  const auto rows = read_rows(api, "/notification_types", stop);
  if (!rows.ok()) {
    return rows.error();
  }
  EventTypes types;
  for (const auto& row : *rows) {
    if (const auto id = id_of(row, "id")) {
      types.emplace(*id, EventType{text_of(row, "event_type"), text_of(row, "resource_type")});
    }
  }
  return types;
}

std::optional<ResourceId> channel_id(const json& setting)
{
  const auto id = id_of(setting, "notification_channel_setting_id");
  return id ? id : id_of(setting, "notification_channel_setting");
}

// One setting of a resource, in our words.
struct Setting
{
  ResourceId id = 0;
  std::string key;
  bool active = false;
};

// What a resource's settings say, read by their own GET; with the lists that they need to be understood, which are
// asked for only then.
class Settings
{
public:
  Settings(Api& api, std::string path, const PartNames& names, std::stop_token stop)
      : m_api(api),
        m_path(std::move(path)),
        m_channels(names.channels),
        m_stop(std::move(stop))
  {
  }

  ApiResult<std::vector<Setting>> read()
  {
    const auto rows = read_rows(m_api, m_path, m_stop);
    if (!rows.ok()) {
      return rows.error();
    }
    std::vector<Setting> settings;
    for (const auto& row : *rows) {
      auto key = key_of(row);
      if (!key.ok()) {
        return key.error();
      }
      if (const auto id = id_of(row, "id"); id && !key->empty()) {
        settings.push_back({*id, std::move(*key), upper(text_of(row, "status")) != "PAUSED"});
      }
    }
    return settings;
  }

  ApiResult<json> body_for(ResourceKind type, ResourceId id, const std::string& key)
  {
    const auto blank = key.find(' ');
    const auto event = key.substr(0, blank);
    const auto name = blank == std::string::npos ? std::string() : key.substr(blank + 1);
    if (auto done = need_types(); !done) {
      return done.error();
    }
    const auto known = std::find_if(m_types->begin(), m_types->end(), [&](const auto& row) {
      return row.second.event == event && row.second.resource_type == notified_type(type);
    });
    if (known == m_types->end()) {
      return unknown(fmt::format("the service tells nobody of {} of a {}", event, kind_word(type)));
    }
    json body{{"channel", upper(name)},
              {"notification_type_id", known->first},
              {"notification_resource_type", notified_type(type)},
              {"resource_id", id},
              {"status", "ACTIVE"},
              {"config", json::object()}};
    if (!is_way_of_telling(name)) {
      if (auto done = need_channels(); !done) {
        return done.error();
      }
      const auto channel = m_channels->find(name);
      if (channel == m_channels->end()) {
        return unknown(fmt::format("no channel called \"{}\" was set up by the user of this key", name));
      }
      body["channel"] = channel->second.way;
      body["notification_channel_setting_id"] = channel->second.id;
    }
    return body;
  }

private:
  ApiError unknown(std::string what) const
  {
    ApiError error;
    error.message = std::move(what);
    error.request = "GET " + m_path;
    return error;
  }

  ApiResult<Done> need_types()
  {
    if (!m_types) {
      auto types = list_event_types(m_api, m_stop);
      if (!types.ok()) {
        return types.error();
      }
      m_types = std::move(*types);
    }
    return Done{};
  }

  ApiResult<Done> need_channels()
  {
    if (!m_channels) {
      auto channels = list_channels(m_api, m_stop);
      if (!channels.ok()) {
        return channels.error();
      }
      m_channels = std::move(*channels);
    }
    return Done{};
  }

  // "" for a setting that says nothing.
  ApiResult<std::string> key_of(const json& row)
  {
    auto event = text_of(row, "event_type");
    const auto type = id_of(row, "notification_type_id");
    if (event.empty() && type) {
      if (auto done = need_types(); !done) {
        return done.error();
      }
      const auto known = m_types->find(*type);
      event = known != m_types->end() ? known->second.event : "";
    }
    auto name = lower(text_of(row, "channel"));
    if (const auto id = channel_id(row)) {
      if (auto done = need_channels(); !done) {
        return done.error();
      }
      const auto known = std::find_if(m_channels->begin(), m_channels->end(),
                                      [&](const auto& channel) { return channel.second.id == *id; });
      name = known != m_channels->end() ? known->first : fmt::format("{} {}", name, *id);
    }
    return event.empty() || name.empty() ? std::string() : fmt::format("{} {}", upper(event), name);
  }

  Api& m_api;
  std::string m_path;
  std::optional<std::map<std::string, Channel>> m_channels;
  std::optional<EventTypes> m_types;
  std::stop_token m_stop;
};

std::string name_of(const json& channel)
{
  const auto config = channel.value("config", json::object());
  for (const auto* const key : {"name", "channel", "email", "phone"}) {
    if (auto name = config.is_object() ? text_of(config, key) : std::string(); !name.empty()) {
      return name;
    }
  }
  return {};
}

} // namespace

std::map<std::string, Channel> decode_channels(const json& rows)
{
  std::multimap<std::string, Channel> named;
  for (const auto& row : rows) {
    const auto id = row.is_object() ? id_of(row, "id") : std::nullopt;
    if (!id) {
      continue;
    }
    const auto way = upper(text_of(row, "channel"));
    auto name = name_of(row);
    named.emplace(name.empty() ? lower(way) : std::move(name), Channel{*id, way});
  }
  std::map<std::string, Channel> channels;
  for (const auto& [name, channel] : named) {
    const bool plain = named.count(name) == 1 && !is_way_of_telling(name);
    channels.emplace(plain ? name : fmt::format("{} {}", name, channel.id), channel);
  }
  return channels;
}

ApiResult<std::map<std::string, Channel>> list_channels(Api& api, std::stop_token stop)
{
  const auto rows = read_rows(api, "/notification_channel_settings", stop);
  if (!rows.ok()) {
    return rows.error();
  }
  return decode_channels(*rows);
}

ApiResult<Part> read_notifications(Api& api, const std::string& path, const PartNames& names, std::stop_token stop)
{
  const auto settings = Settings(api, path, names, stop).read();
  if (!settings.ok()) {
    return settings.error();
  }
  Part part;
  for (const auto& setting : *settings) {
    auto& state = part.entries[setting.key];
    state = setting.active || state == "active" ? "active" : "paused";
  }
  return part;
}

ApiResult<Done> change_notifications(Api& api, const std::string& path, const LiveKey& of, const PartChange& change,
                                     const PartNames& names, std::stop_token stop)
{
  Settings settings(api, path, names, stop);
  const auto shown = settings.read();
  if (!shown.ok()) {
    return shown.error();
  }
  std::set<std::string> there;
  for (const auto& setting : *shown) {
    const auto place = fmt::format("{}/{}", k_settings, setting.id);
    const bool wanted = change.put.contains(setting.key);
    const bool gone = std::find(change.gone.begin(), change.gone.end(), setting.key) != change.gone.end();
    if (gone || (wanted && change.again)) {
      if (auto done = api.write("DELETE", place, json::object(), stop); !done && done.error().status != 404) {
        return done.error();
      }
      continue;
    }
    if (wanted && there.insert(setting.key).second && !setting.active) {
      if (auto done = api.write("PUT", place, {{"status", "ACTIVE"}}, stop); !done) {
        return done.error();
      }
    }
  }
  for (const auto& [key, state] : change.put.items()) {
    if (there.contains(key)) {
      continue;
    }
    const auto body = settings.body_for(of.first, of.second, key);
    if (!body.ok()) {
      return body.error();
    }
    if (auto done = api.write("POST", std::string(k_settings), *body, stop, Repeat::never); !done) {
      return done.error();
    }
  }
  return Done{};
}

} // namespace flowsync::nexla
