#include "sim/change.hpp"
#include "sim/map_entries.hpp"
#include "sim/maps.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_map_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"data_type", FieldType::text, k_on_create},
    {"map_primary_key", FieldType::text, k_both},
    {"data_defaults", FieldType::object, k_both},
    {"emit_data_default", FieldType::boolean, k_both},
    {"data_map", FieldType::any, k_both},
    {"tags", FieldType::array, k_both},
    {"public", FieldType::boolean, k_both},
});

// The data_map of a sink.
constexpr auto k_sink_map_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both},
    {"map_primary_key", FieldType::text, k_both},
    {"emit_data_default", FieldType::boolean, k_both},
    {"data_defaults", FieldType::object, k_both},
});

constexpr auto k_entries_fields = std::to_array<FieldRule>({
    {"entries", FieldType::any, k_on_create | k_required},
});

Object fresh_map(Context& context, Object map, bool dynamic)
{
  const auto choice = context.switches.at<"map_emit_default">();
  map.fields = {{"data_type", "string"},
                {"data_format", nullptr},
                {"emit_data_default", choice == "true" || (choice == "by_kind" && dynamic)},
                {"data_defaults", json::object()},
                {"data_set_id", nullptr}};
  return map;
}

void store_static_map(Object& map, const json& body)
{
  if (body.value("public", false)) {
    throw Refusal(403, "AUTH_004", "only a super user makes a data_map public");
  }
  const auto key_before = map.field("map_primary_key");
  copy_fields(map, body, {"map_primary_key", "data_defaults", "emit_data_default", "tags"});
  if (map.sink_id == 0 && map.text("map_primary_key").empty()) {
    throw invalid("Map should have a primary key", "map_primary_key");
  }
  if (body.contains("data_map")) {
    put_entries(map, body["data_map"], true);
  } else if (map.field("map_primary_key") != key_before && entry_count(map) > 0) {
    rekey_entries(map);
  }
}

ObjectPtr map_of(const Context& context, const Object& sink)
{
  const auto& id = sink.field("data_map_id");
  return id.is_null() ? nullptr : context.world.find(Kind::map, id.get<Id>());
}

void write_sink_map(Object& map, const json& wanted)
{
  if (wanted.contains("name")) {
    map.name = wanted["name"].get<std::string>();
  }
  copy_fields(map, wanted, {"map_primary_key", "emit_data_default", "data_defaults"});
}

} // namespace

ObjectPtr create_map(Context& context, json body)
{
  check_fields(context, body, k_map_fields, k_on_create);
  const bool typed = context.switches.at<"map_data_type">() == "required";
  if (typed) {
    require_key(body, "data_type");
  }
  if (body.contains("data_map") && body["data_map"].is_object()) {
    body.emplace("map_primary_key", "key");
  }
  Object map = fresh_map(context, begin_create(context, Kind::map, body), false);
  map.fields["data_type"] = typed ? body["data_type"] : json(nullptr);
  store_static_map(map, body);
  return keep(context, std::move(map));
}

ObjectPtr update_map(Context& context, const Object& before, json body)
{
  Object map = begin_update(context, before, body, k_map_fields);
  store_static_map(map, body);
  return keep(context, std::move(map));
}

void store_sink_map(Context& context, Object& sink, const json& body)
{
  if (sink.text("sink_type") != "data_map") {
    return;
  }
  json wanted = body.value("data_map", json::object());
  check_fields(context, wanted, k_sink_map_fields, k_on_update);
  const auto before = map_of(context, sink);
  if (!before) {
    Object map = fresh_map(context, make_object(context, Kind::map), true);
    map.name = sink.name;
    map.sink_id = sink.id;
    map.fields["data_set_id"] = sink.set_id;
    write_sink_map(map, wanted);
    sink.fields["data_map_id"] = map.id;
    context.world.put(std::move(map));
    return;
  }
  Object map = *before;
  write_sink_map(map, wanted);
  const auto choice = context.switches.at<"sink_map_update">();
  const bool changed = map.name != before->name || map.fields != before->fields;
  if (changed && choice == "refused") {
    throw invalid("data_map cannot be changed", "data_map");
  }
  if (choice == "ignored") {
    map = *before;
  }
  map.fields["data_set_id"] = sink.set_id;
  if (map.field("map_primary_key") != before->field("map_primary_key") && entry_count(map) > 0) {
    rekey_entries(map);
  }
  if (map.name != before->name || map.fields != before->fields) {
    touch(context, map);
    context.world.put(std::move(map));
  }
}

void copy_sink_map(Context& context, const Object& original, Object& sink)
{
  json wanted = json::object();
  if (const auto map = map_of(context, original)) {
    for (const auto& rule : k_sink_map_fields) {
      if (const auto& value = map->field(rule.name.data()); !value.is_null()) {
        wanted[std::string(rule.name)] = value;
      }
    }
  }
  sink.fields.erase("data_map_id");
  store_sink_map(context, sink, {{"data_map", std::move(wanted)}});
}

json upsert_entries(Context& context, const Object& before, json body)
{
  check_fields(context, body, k_entries_fields, k_on_create);
  Object map = before;
  auto rows = put_entries(map, body["entries"], false);
  touch(context, map);
  context.world.put(std::move(map));
  return rows;
}

void remove_entries(Context& context, const Object& before, std::string_view keys)
{
  Object map = before;
  drop_entries(map, keys);
  touch(context, map);
  context.world.put(std::move(map));
}

ObjectPtr fill_map(Context& context, const Object& sink, const json& rows)
{
  const auto before = map_of(context, sink);
  if (!before) {
    throw Refusal(409, "", fmt::format("data_sink {} fills no lookup", sink.id));
  }
  Object map = *before;
  put_entries(map, rows, false);
  if (context.switches.at<"updated_at">() == "on_run") {
    map.updated_ms = context.now_ms;
  }
  return keep(context, std::move(map));
}

void remove_map(Context& context, const Object& map)
{
  if (context.switches.at<"map_delete">() == "405") {
    throw Refusal(405, "", "");
  }
  if (const auto filler = map.sink_id == 0 ? nullptr : context.world.find(Kind::sink, map.sink_id)) {
    Object sink = *filler;
    sink.fields.erase("data_map_id");
    context.world.put(std::move(sink));
  }
  context.world.erase(Kind::map, map.id);
}

} // namespace flowsync::sim
