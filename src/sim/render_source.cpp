#include "sim/render.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

// {version, id, owner_id, org_id, name, description, dates}
json brief_set(const Context& context, const Object& set)
{
  json reply{{"version", 1},
             {"id", set.id},
             {"name", shown_name(context, set)},
             {"description", set.description ? json(*set.description) : json(nullptr)}};
  add_owner_ids(context, reply, set);
  add_dates(context, reply, set);
  return reply;
}

// What was written, or the operations of the reusable transform, or the empty transform of a set that has none.
json transform_of(const Context& context, const Object& set)
{
  const auto& written = set.field("transform");
  if (!written.is_null()) {
    return written;
  }
  const auto code = set.container_id == 0 ? nullptr : context.world.find(Kind::container, set.container_id);
  return {{"version", 1},
          {"data_maps", json::array()},
          {"transforms", code ? code->field("code") : json::array()},
          {"custom_config", json::object()}};
}

json expanded_set(const Context& context, const Object& set)
{
  json reply = brief_set(context, set);
  reply["sample_service_id"] = nullptr;
  reply["source_schema"] = set.field("source_schema");
  reply["output_schema"] = set.field("output_schema");
  const auto visible = context.switches.at<"transform_visibility">();
  if (visible != "code_container" && visible != "nowhere") {
    reply["transform"] = transform_of(context, set);
  }
  return reply;
}

// Appends the set and, below it, every derived one.
void append_tree(const Context& context, Id id, json& list)
{
  const auto set = context.world.find(Kind::set, id);
  list.push_back(expanded_set(context, *set));
  for (const auto below : context.world.sets_of_set(id)) {
    append_tree(context, below, list);
  }
}

json sets_of(const Context& context, const Object& source, View view)
{
  json list = json::array();
  for (const auto id : context.world.sets_of_source(source.id)) {
    if (view == View::expanded) {
      append_tree(context, id, list);
    } else {
      list.push_back(brief_set(context, *context.world.find(Kind::set, id)));
    }
  }
  return list;
}

} // namespace

json render_source(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  const auto type = object.text("source_type");
  reply["status"] = shown_status(context, object);
  reply["source_type"] = type;
  reply["connector_type"] = type;
  reply["connector"] = connector_of(type);
  for (const auto* name : {"flow_type", "ingest_method", "source_format", "ingestion_mode"}) {
    reply[name] = object.field(name);
  }
  reply["code_container_id"] = shown_id(object.container_id);
  reply["auto_generated"] = object.sink_id != 0;
  reply["managed"] = false;
  reply["tags"] = tags_of(object);
  reply["data_sets"] = sets_of(context, object, view);
  const auto& runs = object.field("run_ids");
  reply["run_ids"] = runs.is_null() ? json::array() : runs;
  const bool list = view == View::list;
  if (!list || context.switches.at<"config_in_lists">() == "on") {
    reply["source_config"] = shown_config(context, object.field("source_config"));
  }
  if (!list || context.switches.at<"credential_in_lists">() == "on") {
    reply["data_credentials"] = credential_of(context, object.credential_id, list);
  }
  if (list) {
    add_vendor(reply, object, type);
    return reply;
  }
  if (view == View::created || context.switches.at<"credential_id_in_get">() == "on") {
    reply["data_credentials_id"] = shown_id(object.credential_id);
  }
  reply["poll_schedule"] = nullptr;
  reply["api_keys"] = json::array();
  return reply;
}

} // namespace flowsync::sim
