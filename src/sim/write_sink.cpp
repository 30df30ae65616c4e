#include "sim/connectors.hpp"
#include "sim/fields.hpp"
#include "sim/server_defaults.hpp"
#include "sim/write_parts.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_sink_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"sink_type", FieldType::text, k_both | k_required},
    {"sink_config", FieldType::object, k_both},
    {"data_credentials_id", FieldType::integer, k_both},
    {"data_credentials", FieldType::integer_or_object, k_both},
    {"data_set_id", FieldType::integer, k_both | k_required},
    {"create_destination", FieldType::boolean, k_both},
    {"data_map", FieldType::object, k_both},
    {"status", FieldType::text, k_on_update},
    {"vendor_endpoint_id", FieldType::integer, k_on_create},
    {"template_config", FieldType::object, k_on_create},
    {"tags", FieldType::array, k_both},
    {"flow_type", FieldType::text, k_both},
});

constexpr auto k_map_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both},
    {"map_primary_key", FieldType::text, k_both},
    {"emit_data_default", FieldType::boolean, k_both},
    {"data_defaults", FieldType::object, k_both},
});

// tags and flow_type are in one guide and not in the contract (API notes B4).
void check_extra_keys(const Context& context, json& body)
{
  if (context.switches.is("extra_sink_keys", "write")) {
    return;
  }
  for (const auto* name : {"tags", "flow_type"}) {
    if (body.erase(name) != 0 && context.switches.is("unknown_keys", "refuse")) {
      throw invalid(fmt::format("property '#/' contains additional properties [\"{}\"] outside of the schema", name),
                    name);
    }
  }
}

void store_sink_config(const Context& context, Object& object, json config, const std::string& type)
{
  if (context.switches.on("server_writes")) {
    add_sink_defaults(config, type);
  }
  if (const auto missing = missing_sink_key(config, type); !missing.empty() && context.switches.on("config_required")) {
    throw invalid(fmt::format("sink_config lacks '{}'", missing), std::string(missing));
  }
  object.fields["sink_config"] = std::move(config);
}

// The lookup that a sink of type data_map fills (API notes B7).
void store_map(Context& context, Object& sink, const json& body)
{
  if (sink.text("sink_type") != "data_map") {
    return;
  }
  json wanted = body.value("data_map", json::object());
  check_fields(context, wanted, k_map_fields, k_on_update);
  const auto& existing = sink.field("data_map_id");
  const auto before = existing.is_null() ? nullptr : context.world.find(Kind::map, existing.get<Id>());
  Object map = before ? *before : make_object(context, Kind::map);
  if (!before) {
    map.name = sink.name;
    map.sink_id = sink.id;
    map.fields = {{"data_type", "string"},
                  {"data_format", nullptr},
                  {"emit_data_default", true},
                  {"data_defaults", json::object()}};
    map.fields["data_set_id"] = sink.set_id;
  }
  if (wanted.contains("name")) {
    map.name = wanted["name"].get<std::string>();
  }
  copy_fields(map, wanted, {"map_primary_key", "emit_data_default", "data_defaults"});
  touch(context, map);
  sink.fields["data_map_id"] = map.id;
  context.world.put(std::move(map));
}

// A REST sink may feed its replies into a source of its own, which begins another flow.
void generate_source(Context& context, const Object& sink)
{
  const auto& wanted = sink.field("sink_config").value("create.datasource", json());
  if (family_of(sink.text("sink_type")) != Family::api || (wanted != true && wanted != "true") ||
      !context.world.sources_of_sink(sink.id).empty()) {
    return;
  }
  Object source = make_object(context, Kind::source);
  source.name = fmt::format("{} - response", sink.name.value_or(""));
  source.sink_id = sink.id;
  source.fields = {{"source_type", "nexla_rest"}, {"source_config", json::object()}, {"flow_type", "streaming"},
                   {"ingest_method", "WEBHOOK"},  {"source_format", "JSON"},         {"ingestion_mode", "WEBHOOK"}};
  context.world.put(std::move(source));
}

} // namespace

ObjectPtr create_sink(Context& context, json body)
{
  check_fields(context, body, k_sink_fields, k_on_create);
  check_extra_keys(context, body);
  const auto type = body["sink_type"].get<std::string>();
  check_connector(context, is_sink_type(type), type, body);
  const bool vendor = body.contains("vendor_endpoint_id");
  const bool free = vendor || type == "data_map" || type == "script" || type == "email";
  if (!free && !body.contains("sink_config")) {
    throw invalid("property '#/' did not contain a required property of 'sink_config'", "sink_config");
  }
  const auto set_id = body["data_set_id"].get<Id>();
  const auto set = context.world.find(Kind::set, set_id);
  if (!set) {
    throw invalid(fmt::format("data_set_id {} was not found", set_id), "data_set_id");
  }
  require(context, Kind::set, set_id, Role::collaborator);
  const auto credential = credential_from(context, body);
  if (credential == 0 && !free) {
    throw invalid("property '#/' did not contain a required property of 'data_credentials_id'", "data_credentials_id");
  }
  Object object = make_object(context, Kind::sink);
  const auto id = object.id;
  hang_below(context, object, *set);
  object.credential_id = credential;
  write_names(context, object, body);
  object.fields["sink_type"] = type;
  object.fields["create_destination"] = false;
  copy_fields(object, body, {"create_destination", "vendor_endpoint_id", "template_config", "tags", "flow_type"});
  store_sink_config(context, object, body.value("sink_config", json::object()), type);
  store_map(context, object, body);
  context.world.put(std::move(object));
  generate_source(context, *context.world.find(Kind::sink, id));
  return context.world.find(Kind::sink, id);
}

ObjectPtr update_sink(Context& context, const Object& before, json body)
{
  check_fields(context, body, k_sink_fields, k_on_update);
  check_extra_keys(context, body);
  check_fixed_type(context, before, body, "sink_type");
  Object object = before;
  write_names(context, object, body);
  if (const auto id = credential_from(context, body); id != 0 && id != before.credential_id) {
    const auto& choice = context.switches.get("sink_credential_update");
    if (choice == "refused") {
      throw invalid("data_credentials_id cannot be changed", "data_credentials_id");
    }
    object.credential_id = choice == "ignored" ? before.credential_id : id;
  }
  if (const auto id = id_field(body, "data_set_id"); id != 0 && id != before.set_id) {
    const auto& choice = context.switches.get("sink_set_update");
    if (choice == "refused") {
      throw invalid("data_set_id cannot be changed", "data_set_id");
    }
    if (choice == "allowed") {
      hang_below(context, object, *require(context, Kind::set, id, Role::collaborator));
    }
  }
  copy_fields(object, body, {"create_destination", "tags", "flow_type"});
  if (body.contains("sink_config")) {
    store_sink_config(context, object, body["sink_config"], before.text("sink_type"));
  }
  if (body.contains("data_map")) {
    store_map(context, object, body);
  }
  write_status(context, object, body);
  touch(context, object);
  context.world.put(std::move(object));
  generate_source(context, *context.world.find(Kind::sink, before.id));
  return context.world.find(Kind::sink, before.id);
}

} // namespace flowsync::sim
