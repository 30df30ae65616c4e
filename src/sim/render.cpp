#include "sim/render.hpp"

#include "sim/connectors.hpp"
#include "sim/docs.hpp"
#include "sim/flow_triggers.hpp"
#include "sim/notifications.hpp"

#include <algorithm>
#include <cctype>

namespace flowsync::sim {

using nlohmann::json;

json shown_id(Id id)
{
  return id == 0 ? json(nullptr) : json(id);
}

json shown_name(const Context& context, const Object& object)
{
  const auto mode = context.switches.at<"null_names">();
  const bool detected = object.kind == Kind::set && object.source_id != 0;
  if (!object.name || mode == "all" || (mode == "detected" && detected)) {
    return nullptr;
  }
  return *object.name;
}

json shown_status(const Context& context, const Object& object)
{
  if (object.status.empty() || context.switches.at<"null_status">() == "on") {
    return nullptr;
  }
  std::string text = object.status;
  const auto mode = context.switches.at<"status_case">();
  if (mode == "upper") {
    return text; // as it is: the word Archived is not upper case in the service either
  }
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (mode == "title") {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

json shown_config(const Context& context, const json& config)
{
  if (context.switches.at<"numbers_as_strings">() != "on") {
    return config;
  }
  if (config.is_number() || config.is_boolean()) {
    return config.dump();
  }
  json result = config;
  if (result.is_structured()) {
    for (auto& element : result) {
      element = shown_config(context, element);
    }
  }
  return result;
}

json shown_copied_from(const Context& context, const Object& object)
{
  if (object.copied_from_id != 0 && context.switches.at<"loose_types">() == "on") {
    return std::to_string(object.copied_from_id);
  }
  return shown_id(object.copied_from_id);
}

void add_dates(const Context& context, json& reply, const Object& object)
{
  reply["created_at"] = timestamp(object.created_ms);
  const bool runs = context.switches.at<"updated_at">() == "on_run" && is_running(object);
  reply["updated_at"] = timestamp(runs ? context.now_ms / 1000 * 1000 : object.updated_ms);
}

void add_owner_ids(const Context& context, json& reply, const Object& object)
{
  if (context.switches.at<"missing_owners">() != "on") {
    reply["owner_id"] = object.owner_id;
    reply["org_id"] = object.org_id;
  }
}

json access_roles(const Context& context, const Object& object)
{
  const auto role = role_of(context, object);
  return role == Role::none ? json::array() : json::array({role_name(role)});
}

json common_fields(const Context& context, const Object& object)
{
  json reply{{"id", object.id},
             {"name", shown_name(context, object)},
             {"description", object.description ? json(*object.description) : json(nullptr)},
             {"access_roles", access_roles(context, object)},
             {"copied_from_id", shown_copied_from(context, object)}};
  add_dates(context, reply, object);
  if (context.switches.at<"missing_owners">() != "on") {
    if (const auto* owner = context.people.user(object.owner_id)) {
      reply["owner"] = {{"id", owner->id}, {"full_name", owner->full_name}, {"email", owner->email}};
    }
    if (const auto* org = context.people.org(object.org_id)) {
      reply["org"] = {{"id", org->id}, {"name", org->name}, {"email_domain", org->email_domain}};
    }
  }
  return reply;
}

json connector_of(std::string_view type)
{
  std::int64_t id = 1; // stable, made from the name
  for (const char c : type) {
    id = (id * 31 + c) % 9973;
  }
  return {{"id", id},     {"type", type},      {"connection_type", family_name(type)},
          {"name", type}, {"description", ""}, {"nexset_api_compatible", false}};
}

json credential_of(const Context& context, Id credential_id, bool brief)
{
  const auto credential = credential_id == 0 ? nullptr : context.world.find(Kind::credential, credential_id);
  if (!credential) {
    return nullptr;
  }
  if (!brief) {
    return render_credential(context, *credential, View::one);
  }
  return {{"id", credential->id},
          {"name", shown_name(context, *credential)},
          {"credentials_type", credential->field("credentials_type")}};
}

json tags_of(const Object& object)
{
  const auto& tags = object.field("tags");
  return tags.is_array() ? tags : json::array();
}

void add_vendor(json& reply, const Object& object, const std::string& type)
{
  const auto& endpoint = object.field("vendor_endpoint_id");
  const bool vendor = !endpoint.is_null() || !object.field("vendor_id").is_null();
  reply["vendor"] = vendor ? json{{"name", type}, {"connection_type", "rest"}} : json(nullptr);
  reply["vendor_endpoint"] = endpoint.is_null() ? json(nullptr) : json{{"id", endpoint}};
  reply["has_template"] = !object.field("template_config").is_null();
}

json render(const Context& context, const Object& object, View view)
{
  switch (object.kind) {
  case Kind::credential:
    return render_credential(context, object, view);
  case Kind::source:
    return render_source(context, object, view);
  case Kind::set:
    return render_set(context, object, view);
  case Kind::sink:
    return render_sink(context, object, view);
  case Kind::project:
    return render_project(context, object, view);
  case Kind::container:
    return render_container(context, object);
  case Kind::map:
    return render_map(context, object, view);
  case Kind::doc:
    return render_doc(context, object);
  case Kind::channel:
    return render_channel(object);
  case Kind::notification:
    return render_notification(context, object);
  case Kind::trigger:
    return render_trigger(object);
  }
  return nullptr;
}

} // namespace flowsync::sim
