#include "sim/change.hpp"
#include "sim/code_views.hpp"
#include "sim/own_code.hpp"
#include "sim/server_defaults.hpp"
#include "sim/write_parts.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_set_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"parent_data_set_id", FieldType::integer, k_both | k_required},
    {"has_custom_transform", FieldType::boolean, k_both},
    {"transform", FieldType::any, k_both},
    {"transform_id", FieldType::integer, k_both},
    {"description", FieldType::nullable_text, k_both},
    {"output_schema_annotations", FieldType::object, k_both},
    {"output_schema_validation_enabled", FieldType::boolean, k_both},
    {"output_validation_schema", FieldType::object, k_both},
    {"data_sinks", FieldType::array, k_both},
    {"custom_config", FieldType::object, k_both},
    {"tags", FieldType::array, k_both},
    {"status", FieldType::text, k_on_update},
});

void store_content(Context& context, Object& object, const json& body)
{
  copy_fields(object, body,
              {"has_custom_transform", "output_schema_annotations", "output_schema_validation_enabled",
               "output_validation_schema", "custom_config", "tags"});
  if (context.switches.at<"server_writes">() == "on" && object.fields.contains("output_validation_schema")) {
    add_schema_marks(object.fields["output_validation_schema"]);
  }
  if (const auto id = id_field(body, "transform_id"); id != 0) {
    const auto transform = context.world.find(Kind::container, id);
    const bool record = transform && Collection{Kind::container, "record"}.holds(*transform);
    if (!record || transform->field("reusable") != true || !may_read(context, *transform)) {
      throw invalid(fmt::format("transform_id {} was not found", id), "transform_id");
    }
    drop_own_container(context, object);
    object.container_id = id;
    object.fields.erase("transform");
    object.fields["transform_id"] = id;
  } else if (body.contains("transform") && !body["transform"].is_null()) {
    if (!body["transform"].is_structured()) {
      throw invalid("transform must be an object", "transform");
    }
    store_transform(context, object, body["transform"]);
    object.fields["transform_id"] = nullptr;
  }
}

// Sinks by id move below the set; inline ones are created below it.
void store_sinks(Context& context, Id set_id, const json& sinks)
{
  for (const auto& entry : sinks) {
    if (entry.is_object()) {
      json body = entry;
      body["data_set_id"] = set_id;
      create_sink(context, std::move(body));
      continue;
    }
    if (!entry.is_number_integer()) {
      throw invalid("data_sinks holds ids or sinks", "data_sinks");
    }
    Object sink = *require(context, Kind::sink, entry.get<Id>(), Role::admin);
    hang_below(context, sink, *context.world.find(Kind::set, set_id));
    context.world.put(std::move(sink));
  }
}

// A set derived from the nexset of somebody else begins a flow of its own (API notes B3).
void derive_from(Context& context, Object& object, const Object& parent)
{
  Object above = parent;
  object.fields.erase("shared_origin_node_id");
  if (parent.owner_id != object.owner_id) {
    object.fields["shared_origin_node_id"] = parent.origin_node_id;
    above.node_id = 0;
    above.origin_node_id = object.node_id;
  }
  hang_below(context, object, above);
}

} // namespace

void hang_below(Context& context, Object& child, const Object& parent)
{
  child.set_id = parent.id;
  child.parent_node_id = parent.node_id;
  const auto origin = parent.origin_node_id;
  child.origin_node_id = origin;
  if (child.kind != Kind::set) {
    return;
  }
  const auto sets = context.world.sets_of_set(child.id); // copies: putting an object moves it in the index
  const auto sinks = context.world.sinks_of_set(child.id);
  for (const auto id : sets) {
    Object below = *context.world.find(Kind::set, id);
    hang_below(context, below, child);
    context.world.put(std::move(below));
  }
  for (const auto id : sinks) {
    Object below = *context.world.find(Kind::sink, id);
    below.origin_node_id = origin;
    context.world.put(std::move(below));
  }
}

ObjectPtr create_set(Context& context, json body)
{
  check_fields(context, body, k_set_fields, k_on_create);
  if (context.switches.at<"has_custom_transform">() == "required") {
    require_key(body, "has_custom_transform");
  }
  const auto parent_id = body["parent_data_set_id"].get<Id>();
  const auto parent = context.world.find(Kind::set, parent_id);
  if (!parent) {
    throw invalid(fmt::format("parent_data_set_id {} was not found", parent_id), "parent_data_set_id");
  }
  require(context, Kind::set, parent_id, Role::collaborator);
  Object object = begin_create(context, Kind::set, body);
  const auto id = object.id;
  derive_from(context, object, *parent);
  object.fields["output_schema"] = parent->field("output_schema");
  object.fields["output_schema_validation_enabled"] = false;
  store_content(context, object, body);
  context.world.put(std::move(object));
  store_sinks(context, id, body.value("data_sinks", json::array()));
  return context.world.find(Kind::set, id);
}

ObjectPtr update_set(Context& context, const Object& before, json body)
{
  Object object = begin_update(context, before, body, k_set_fields);
  const auto parent_id = id_field(body, "parent_data_set_id");
  if (parent_id != 0 && parent_id != before.set_id) {
    const auto choice = context.switches.at<"set_parent_update">();
    if (choice == "refused") {
      throw invalid("parent_data_set_id cannot be changed", "parent_data_set_id");
    }
    if (choice == "allowed") {
      const auto parent = require(context, Kind::set, parent_id, Role::collaborator);
      for (auto above = parent; above; above = context.world.find(Kind::set, above->set_id)) {
        if (above->id == before.id) {
          throw invalid("a nexset cannot be derived from itself", "parent_data_set_id");
        }
      }
      derive_from(context, object, *parent);
    }
  }
  store_content(context, object, body);
  write_status(context, object, body);
  keep(context, std::move(object));
  store_sinks(context, before.id, body.value("data_sinks", json::array()));
  return context.world.find(Kind::set, before.id);
}

} // namespace flowsync::sim
