#include "sim/change.hpp"
#include "sim/notification_types.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_channel_fields = std::to_array<FieldRule>({
    {"channel", FieldType::text, k_both | k_required},
    {"config", FieldType::object, k_both | k_required},
});

constexpr auto k_notification_fields = std::to_array<FieldRule>({
    {"channel", FieldType::text, k_both | k_required},
    {"notification_type_id", FieldType::integer, k_both | k_required},
    {"status", FieldType::text, k_both},
    {"config", FieldType::object, k_both},
    {"priority", FieldType::integer, k_both},
    {"notification_resource_type", FieldType::text, k_both},
    {"resource_id", FieldType::integer, k_both},
    {"checked", FieldType::boolean, k_both},
    {"notification_channel_setting_id", FieldType::integer, k_both},
});

void check_channel(const json& body)
{
  constexpr std::array<std::string_view, 5> k_channels{"APP", "EMAIL", "SMS", "SLACK", "WEBHOOKS"};
  const auto channel = body.value("channel", std::string("APP"));
  if (std::find(k_channels.begin(), k_channels.end(), channel) == k_channels.end()) {
    throw invalid("channel must be APP, EMAIL, SMS, SLACK or WEBHOOKS", "channel");
  }
}

// The resource that a setting is about, when it names one; settings without one are for all of the caller's.
void check_resource(const Context& context, const Object& setting)
{
  const auto type = setting.text("notification_resource_type");
  const auto& resource = setting.field("resource_id");
  if (resource.is_null()) {
    return;
  }
  const auto id = resource.get<Id>();
  const auto kind = type == "SOURCE"    ? std::optional(Kind::source)
                    : type == "DATASET" ? std::optional(Kind::set)
                    : type == "SINK"    ? std::optional(Kind::sink)
                                        : std::nullopt;
  if (kind) {
    require(context, *kind, id, Role::collaborator);
    return;
  }
  const auto node = type == "DATA_FLOW" ? context.world.at_node(id) : nullptr;
  const bool known =
      node ? flow_role_of(context, *node) != Role::none
           : (type == "USER" && id == context.caller->id) || (type == "ORG" && id == context.caller->org_id);
  if (!known) {
    throw invalid(fmt::format("{} {} was not found", type, id), "resource_id");
  }
}

void store_notification(const Context& context, Object& setting, const json& body)
{
  check_channel(body);
  copy_fields(setting, body,
              {"channel", "notification_type_id", "config", "priority", "notification_resource_type", "resource_id",
               "checked", "notification_channel_setting_id"});
  const auto* const type = notification_type(setting.field("notification_type_id").get<Id>());
  if (type == nullptr) {
    throw invalid("notification_type_id was not found", "notification_type_id");
  }
  if (setting.field("notification_resource_type").is_null()) {
    setting.fields["notification_resource_type"] = type->resource_type;
  }
  if (const auto id = id_field(body, "notification_channel_setting_id"); id != 0) {
    require(context, Kind::channel, id, Role::collaborator);
  }
  if (const auto status = body.value("status", setting.status); status != "ACTIVE" && status != "PAUSED") {
    throw invalid("status must be ACTIVE or PAUSED", "status");
  } else {
    setting.status = status;
  }
  check_resource(context, setting);
}

} // namespace

ObjectPtr create_channel(Context& context, json body)
{
  check_fields(context, body, k_channel_fields, k_on_create);
  check_channel(body);
  Object channel = make_object(context, Kind::channel);
  copy_fields(channel, body, {"channel", "config"});
  return keep(context, std::move(channel));
}

ObjectPtr update_channel(Context& context, const Object& before, json body)
{
  Object channel = begin_update(context, before, body, k_channel_fields);
  check_channel(body);
  copy_fields(channel, body, {"channel", "config"});
  return keep(context, std::move(channel));
}

ObjectPtr create_notification(Context& context, json body)
{
  check_fields(context, body, k_notification_fields, k_on_create);
  Object setting = make_object(context, Kind::notification);
  setting.status = "ACTIVE";
  setting.fields = {{"config", json::object()}, {"checked", true}};
  store_notification(context, setting, body);
  return keep(context, std::move(setting));
}

ObjectPtr update_notification(Context& context, const Object& before, json body)
{
  Object setting = begin_update(context, before, body, k_notification_fields);
  store_notification(context, setting, body);
  return keep(context, std::move(setting));
}

} // namespace flowsync::sim
