#include "sim/notifications.hpp"

#include "sim/notification_types.hpp"
#include "sim/replies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

const NotificationType& type_of(const Object& setting)
{
  return *notification_type(setting.field("notification_type_id").get<Id>());
}

json shown_type(const NotificationType& type)
{
  json reply = render_notification_type(type);
  reply["id"] = type.id;
  reply["default"] = true;
  reply["status"] = true;
  return reply;
}

// Paths write a type of resource like other paths do, or as the field does.
std::string resource_type_of(const std::string& word)
{
  for (const auto& [path, type] : {std::pair{"data_sources", "SOURCE"},
                                   {"data_sets", "DATASET"},
                                   {"data_sinks", "SINK"},
                                   {"data_flows", "DATA_FLOW"},
                                   {"users", "USER"},
                                   {"orgs", "ORG"}}) {
    if (word == path || word == type) {
      return type;
    }
  }
  return word;
}

} // namespace

json render_channel(const Object& channel)
{
  return {{"id", channel.id},
          {"owner_id", channel.owner_id},
          {"org_id", channel.org_id},
          {"channel", channel.field("channel")},
          {"config", channel.field("config")},
          {"created_at", timestamp(channel.created_ms)},
          {"updated_at", timestamp(channel.updated_ms)}};
}

json render_notification(const Context& context, const Object& setting)
{
  const auto& type = type_of(setting);
  json reply = context.switches.at<"notification_events">() == "id" ? json::object() : render_notification_type(type);
  reply["id"] = setting.id;
  reply["owner_id"] = setting.owner_id;
  reply["org_id"] = setting.org_id;
  reply["status"] = setting.status;
  reply["code"] = type.id;
  for (const auto* const name : {"channel", "config", "priority", "notification_resource_type", "resource_id",
                                 "checked", "notification_channel_setting_id", "notification_type_id"}) {
    reply[name] = setting.field(name);
  }
  reply["created_at"] = timestamp(setting.created_ms);
  reply["updated_at"] = timestamp(setting.updated_ms);
  return reply;
}

Filter notification_filter(const Request& request)
{
  const auto event = request.parameter("event_type");
  const auto resource = request.parameter("resource_type");
  const auto status = request.parameter("status");
  return {fmt::format("{} {} {}", event.value_or("*"), resource.value_or("*"), status.value_or("*")),
          [=](const Object& setting) {
            const auto& type = type_of(setting);
            return (!event || *event == type.event_type) && (!resource || *resource == type.resource_type) &&
                   (!status || *status == setting.status);
          }};
}

Reply notification_settings_of(Context& context, const Request& request, const std::vector<std::string>& path,
                               Listing& listing)
{
  const auto id = parse_id(path[2]);
  if (request.method != "GET" || !id) {
    throw no_path(request);
  }
  if (path[1] == "notification_types") {
    return listing.list(context, request, Kind::notification,
                        {fmt::format("type {}", *id),
                         [id](const Object& setting) { return setting.field("notification_type_id") == *id; }});
  }
  const auto resource = resource_type_of(path[1]);
  return listing.list(context, request, Kind::notification,
                      {fmt::format("{} {}", resource, *id), [resource, id](const Object& setting) {
                         return setting.field("notification_resource_type") == resource &&
                                setting.field("resource_id") == *id;
                       }});
}

Reply notification_type_paths(const Request& request, const std::vector<std::string>& path)
{
  const bool named = path.size() == 2 && path[1] == "list";
  if (request.method != "GET" || (path.size() != 1 && !named)) {
    throw no_path(request);
  }
  json list = json::array();
  for (const auto& type : notification_types()) {
    const bool wanted = !named || (request.parameter("event_type") == type.event_type &&
                                   request.parameter("resource_type") == type.resource_type);
    if (wanted) {
      list.push_back(shown_type(type));
    }
  }
  if (named && list.empty()) {
    throw Refusal(404, "", "there is no such notification type");
  }
  return ok(named ? list.at(0) : list);
}

} // namespace flowsync::sim
