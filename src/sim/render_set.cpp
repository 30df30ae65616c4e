#include "sim/render.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

json brief(const Context& context, const Object& object)
{
  json reply{{"id", object.id}, {"name", shown_name(context, object)}};
  reply["description"] = object.description ? json(*object.description) : json(nullptr);
  reply["status"] = shown_status(context, object);
  add_owner_ids(context, reply, object);
  add_dates(context, reply, object);
  return reply;
}

json sinks_of(const Context& context, const Object& set)
{
  json list = json::array();
  for (const auto id : context.world.sinks_of_set(set.id)) {
    const auto sink = context.world.find(Kind::sink, id);
    json entry{{"id", id},
               {"name", shown_name(context, *sink)},
               {"status", shown_status(context, *sink)},
               {"sink_type", sink->field("sink_type")}};
    add_owner_ids(context, entry, *sink);
    list.push_back(std::move(entry));
  }
  return list;
}

// {id, owner_id, org_id, name, description, status, source_type, connector, vendor_id} (API notes J1)
json brief_source(const Context& context, const Object& source)
{
  json reply = brief(context, source);
  const auto type = source.text("source_type");
  reply["source_type"] = type;
  reply["connector"] = connector_of(type);
  reply["vendor_id"] = source.field("vendor_id");
  return reply;
}

// The origin's flow type; sets and sinks only echo it (API notes E2).
json echoed_flow_type(const Context& context, const Object& object)
{
  const auto origin = context.world.at_node(object.origin_node_id);
  return origin && origin->kind == Kind::source ? origin->field("flow_type") : json("streaming");
}

// Of inline code some servers tell the container's id as well (API notes J2).
json transform_id_of(const Context& context, const Object& set)
{
  const auto& reusable = set.field("transform_id");
  const bool inline_code = reusable.is_null() && set.container_id != 0;
  return inline_code && context.switches.at<"transform_id">() == "container" ? json(set.container_id) : reusable;
}

// {version, data_maps, transforms, custom_config} whatever was written, also of reusable code (API notes J2)
json wrapped_transform(const Context& context, const Object& set)
{
  const auto& written = set.field("transform");
  json result{
      {"version", 1}, {"data_maps", json::array()}, {"transforms", json::array()}, {"custom_config", json::object()}};
  const auto code = set.container_id == 0 ? nullptr : context.world.find(Kind::container, set.container_id);
  if (written.is_null() && code) {
    result["transforms"] = code->field("code");
  } else if (written.is_array()) {
    result["transforms"] = written;
  } else if (written.is_object()) {
    result.update(written);
  }
  return result;
}

json shown_schema(const Object& set, bool wrapped)
{
  json schema = set.field("output_schema");
  const auto& annotations = set.field("output_schema_annotations");
  if (wrapped && schema.is_object() && annotations.is_object()) {
    schema.merge_patch(annotations);
  }
  return schema;
}

bool shows_transform(const Context& context, View view)
{
  const auto visible = context.switches.at<"transform_visibility">();
  return visible == "nexset" || (visible == "expand" && view == View::expanded);
}

} // namespace

json render_set(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  reply["status"] = shown_status(context, object);
  reply["data_source_id"] = shown_id(object.source_id);
  const auto source = object.source_id == 0 ? nullptr : context.world.find(Kind::source, object.source_id);
  reply["data_source"] = source ? brief_source(context, *source) : json(nullptr);
  const auto parent = object.set_id == 0 ? nullptr : context.world.find(Kind::set, object.set_id);
  reply["parent_data_sets"] = parent ? json::array({brief(context, *parent)}) : json::array();
  reply["data_sinks"] = sinks_of(context, object);
  const bool wrapped = context.switches.at<"transform_read">() == "wrapped";
  reply["transform_id"] = transform_id_of(context, object);
  reply["output_schema"] = shown_schema(object, wrapped);
  reply["tags"] = tags_of(object);
  reply["flow_type"] = echoed_flow_type(context, object);
  if (view == View::list) {
    return reply;
  }
  if (context.switches.at<"parent_id_in_get">() == "on") {
    reply["parent_data_set_id"] = shown_id(object.set_id);
  }
  if (shows_transform(context, view)) {
    reply["transform"] = wrapped ? wrapped_transform(context, object) : object.field("transform");
  }
  if (context.switches.at<"set_fields_in_get">() == "on") {
    for (const auto* name : {"has_custom_transform", "custom_config", "output_schema_annotations",
                             "output_schema_validation_enabled", "output_validation_schema"}) {
      reply[name] = object.field(name);
    }
  }
  return reply;
}

} // namespace flowsync::sim
