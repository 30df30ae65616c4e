#include "sim/render.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

// The sets that run this code: its own set, or those that name it.
json sets_using(const Context& context, const Object& container)
{
  const auto& owner = container.field("data_set_id");
  return owner.is_null() || !context.world.find(Kind::set, owner.get<Id>()) ? json::array() : json::array({owner});
}

} // namespace

json render_container(const Context& context, const Object& object)
{
  json reply = common_fields(context, object);
  for (const auto* name : {"output_type", "reusable", "code_type", "code_encoding", "resource_type", "custom_config",
                           "code_config", "ai_function_type", "repo_type", "repo_config"}) {
    reply[name] = object.field(name);
  }
  if (!context.switches.is("transform_visibility", "nowhere") || object.field("reusable") == true) {
    reply["code"] = object.field("code");
  }
  if (context.switches.on("loose_types")) {
    reply["access_roles"] = {{"roles", access_roles(context, object)}};
  }
  reply["data_credentials"] = credential_of(context, object, true);
  reply["runtime_data_credentials"] = nullptr;
  reply["managed"] = false;
  reply["public"] = false;
  reply["tags"] = tags_of(object);
  reply["data_sets"] = sets_using(context, object);
  return reply;
}

json render_map(const Context& context, const Object& object)
{
  json reply = common_fields(context, object);
  for (const auto* name :
       {"data_type", "data_format", "data_set_id", "emit_data_default", "map_primary_key", "data_defaults"}) {
    reply[name] = object.field(name);
  }
  const bool loose = object.sink_id != 0 && context.switches.on("loose_types");
  reply["data_sink_id"] = loose ? json(std::to_string(object.sink_id)) : shown_id(object.sink_id);
  reply["public"] = false;
  reply["managed"] = false;
  reply["use_versioning"] = false;
  reply["map_entry_count"] = 0;
  reply["map_entry_schema"] = nullptr;
  reply["tags"] = tags_of(object);
  return reply;
}

} // namespace flowsync::sim
