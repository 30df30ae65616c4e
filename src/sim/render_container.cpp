#include "sim/render.hpp"

#include "sim/map_entries.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

// The sets that run this code: its own set, or those that name it.
json sets_using(const Context& context, const Object& container)
{
  json sets = json::array();
  for (const auto& ref : context.world.users_of_container(container.id)) {
    if (ref.kind == Kind::set) {
      sets.push_back(ref.id);
    }
  }
  return sets;
}

// What has no verbs may say that it runs, which means nothing (API notes J2).
void add_status_of_shared(const Context& context, json& reply)
{
  if (context.switches.at<"shared_status">() == "on") {
    reply["status"] = "ACTIVE";
  }
}

} // namespace

json render_container(const Context& context, const Object& object)
{
  json reply = common_fields(context, object);
  for (const auto* name : {"output_type", "reusable", "code_type", "code_encoding", "resource_type", "custom_config",
                           "code_config", "ai_function_type", "repo_type", "repo_config"}) {
    reply[name] = object.field(name);
  }
  const bool inline_transform = !object.field("data_set_id").is_null();
  if (!inline_transform || context.switches.at<"transform_visibility">() != "nowhere") {
    reply["code"] = object.field("code");
  }
  if (context.switches.at<"loose_types">() == "on") {
    reply["access_roles"] = {{"roles", access_roles(context, object)}};
  }
  reply["data_credentials"] = credential_of(context, object.credential_id, true);
  const auto& runtime = object.field("runtime_data_credentials_id");
  reply["runtime_data_credentials"] = credential_of(context, runtime.is_null() ? 0 : runtime.get<Id>(), true);
  reply["managed"] = false;
  reply["public"] = object.field("public") == true;
  reply["tags"] = tags_of(object);
  reply["data_sets"] = sets_using(context, object);
  add_status_of_shared(context, reply);
  return reply;
}

json render_map(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  reply["description"] = object.description.value_or(""); // text, never null (API notes J1)
  for (const auto* name :
       {"data_type", "data_format", "data_set_id", "emit_data_default", "map_primary_key", "data_defaults"}) {
    reply[name] = object.field(name);
  }
  const bool loose = object.sink_id != 0 && context.switches.at<"loose_types">() == "on";
  reply["data_sink_id"] = loose ? json(std::to_string(object.sink_id)) : shown_id(object.sink_id);
  reply["public"] = false;
  reply["managed"] = false;
  reply["use_versioning"] = false;
  const auto count = entry_count(object);
  reply["map_entry_count"] = count;
  reply["map_entry_schema"] = entry_schema(object);
  const auto most = static_cast<std::size_t>(context.switches.number<"map_expand_max">());
  if (view == View::expanded && object.sink_id == 0 && count <= most) {
    reply["data_map"] = all_entries(object);
  }
  reply["tags"] = tags_of(object);
  add_status_of_shared(context, reply);
  return reply;
}

} // namespace flowsync::sim
