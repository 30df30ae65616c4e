#include "sim/render.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

json set_of(const Context& context, const Object& sink, View view)
{
  const auto set = sink.set_id == 0 ? nullptr : context.world.find(Kind::set, sink.set_id);
  if (!set) {
    return nullptr;
  }
  json reply{{"id", set->id}, {"name", shown_name(context, *set)}};
  if (view == View::list || view == View::expanded) {
    reply["status"] = shown_status(context, *set);
  }
  if (view == View::expanded) {
    reply["description"] = set->description ? json(*set->description) : json(nullptr);
    reply["output_schema"] = set->field("output_schema");
    reply["version"] = 1;
    add_dates(context, reply, *set);
  }
  return reply;
}

json brief_map(const Context& context, const Object& map)
{
  json reply{{"id", map.id},
             {"name", shown_name(context, map)},
             {"description", map.description.value_or("")},
             {"public", false}};
  add_owner_ids(context, reply, map);
  add_dates(context, reply, map);
  return reply;
}

} // namespace

json render_sink(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  const auto type = object.text("sink_type");
  reply["status"] = shown_status(context, object);
  reply["sink_type"] = type;
  reply["connector_type"] = type;
  reply["connector"] = connector_of(type);
  reply["data_set_id"] = shown_id(object.set_id);
  const auto& map_id = object.field("data_map_id");
  reply["data_map_id"] = map_id;
  const auto& generated = context.world.sources_of_sink(object.id);
  reply["data_source_id"] = generated.empty() ? json(nullptr) : json(*generated.begin());
  reply["sink_format"] = nullptr;
  reply["sink_schedule"] = nullptr;
  reply["in_memory"] = false;
  reply["managed"] = false;
  reply["tags"] = tags_of(object);
  reply["data_set"] = set_of(context, object, view);
  const bool list = view == View::list;
  if (!list || context.switches.at<"config_in_lists">() == "on") {
    reply["sink_config"] = shown_config(context, object.field("sink_config"));
  }
  if (!list || context.switches.at<"credential_in_lists">() == "on") {
    reply["data_credentials"] = credential_of(context, object.credential_id, list);
  }
  if (list) {
    const auto map = map_id.is_null() ? nullptr : context.world.find(Kind::map, map_id.get<Id>());
    reply["data_map"] = map ? brief_map(context, *map) : json(nullptr);
    add_vendor(reply, object, type);
    const auto origin = context.world.at_node(object.origin_node_id);
    reply["flow_type"] = origin && origin->kind == Kind::source ? origin->field("flow_type") : json("streaming");
    return reply;
  }
  if (context.switches.at<"credential_id_in_get">() == "on") {
    reply["data_credentials_id"] = shown_id(object.credential_id);
  }
  if (context.switches.at<"sink_code">() == "accept") {
    reply["code_container_id"] = shown_id(object.container_id);
  }
  return reply;
}

} // namespace flowsync::sim
