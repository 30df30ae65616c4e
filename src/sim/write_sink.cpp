#include "sim/change.hpp"
#include "sim/connectors.hpp"
#include "sim/generated_source.hpp"
#include "sim/maps.hpp"
#include "sim/own_code.hpp"
#include "sim/server_defaults.hpp"
#include "sim/spelling.hpp"
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
    {"code_container_id", FieldType::integer, k_both},
    {"code_container", FieldType::object, k_both},
});

// Keys that one guide has and the contract has not (API notes B4, E3).
void check_extra_keys(const Context& context, json& body)
{
  std::vector<const char*> refused;
  if (context.switches.at<"extra_sink_keys">() == "refuse") {
    refused = {"flow_type"};
  }
  if (context.switches.at<"sink_code">() == "refuse") {
    refused.insert(refused.end(), {"code_container_id", "code_container"});
  }
  for (const auto* name : refused) {
    if (body.erase(name) != 0 && context.switches.at<"unknown_keys">() == "refuse") {
      throw invalid(fmt::format("property '#/' contains additional properties [\"{}\"] outside of the schema", name),
                    name);
    }
  }
}

void store_sink_config(const Context& context, Object& object, json config, const std::string& type)
{
  if (context.switches.at<"server_writes">() == "on") {
    add_sink_defaults(config, type);
  }
  if (const auto missing = missing_sink_key(config, type);
      !missing.empty() && context.switches.at<"config_required">() == "on") {
    throw invalid(fmt::format("sink_config lacks '{}'", missing), std::string(missing));
  }
  object.fields["sink_config"] = as_stored(context, std::move(config));
}

// create_destination in a PUT; nothing says what it does there.
void write_destination(const Context& context, Object& object, const json& body)
{
  if (!body.contains("create_destination") || body["create_destination"] == object.field("create_destination")) {
    return;
  }
  const auto choice = context.switches.at<"create_destination_update">();
  if (choice == "refused") {
    throw invalid("create_destination cannot be changed", "create_destination");
  }
  if (choice == "allowed") {
    object.fields["create_destination"] = body["create_destination"];
  }
}

} // namespace

ObjectPtr create_sink(Context& context, json body)
{
  check_fields(context, body, k_sink_fields, k_on_create);
  check_extra_keys(context, body);
  const auto type = connector_named(context, body, "sink_type", is_sink_type);
  const bool vendor = body.contains("vendor_endpoint_id");
  const bool free = vendor || type == "data_map" || type == "script" || type == "email";
  if (!free) {
    require_key(body, "sink_config");
  }
  const auto set_id = body["data_set_id"].get<Id>();
  const auto set = context.world.find(Kind::set, set_id);
  if (!set) {
    throw invalid(fmt::format("data_set_id {} was not found", set_id), "data_set_id");
  }
  require(context, Kind::set, set_id, Role::collaborator);
  const auto credential = credential_from(context, body);
  if (credential == 0 && !free) {
    throw missing_key("data_credentials_id");
  }
  Object object = begin_create(context, Kind::sink, body);
  hang_below(context, object, *set);
  object.credential_id = credential;
  object.fields["sink_type"] = type;
  object.fields["create_destination"] = false;
  copy_fields(object, body, {"create_destination", "vendor_endpoint_id", "template_config", "flow_type"});
  write_tags(context, object, body);
  store_sink_config(context, object, body.value("sink_config", json::object()), type);
  store_sink_map(context, object, body);
  choose_code(context, object, body);
  generate_source(context, object);
  return keep(context, std::move(object));
}

ObjectPtr update_sink(Context& context, const Object& before, json body)
{
  Object object = begin_update(context, before, body, k_sink_fields, "sink_type");
  check_extra_keys(context, body);
  if (const auto id = credential_from(context, body); id != 0 && id != before.credential_id) {
    const auto choice = context.switches.at<"sink_credential_update">();
    if (choice == "refused") {
      throw invalid("data_credentials_id cannot be changed", "data_credentials_id");
    }
    object.credential_id = choice == "ignored" ? before.credential_id : id;
  }
  if (const auto id = id_field(body, "data_set_id"); id != 0 && id != before.set_id) {
    const auto choice = context.switches.at<"sink_set_update">();
    if (choice == "refused") {
      throw invalid("data_set_id cannot be changed", "data_set_id");
    }
    if (choice == "allowed") {
      hang_below(context, object, *require(context, Kind::set, id, Role::collaborator));
    }
  }
  write_destination(context, object, body);
  copy_fields(object, body, {"flow_type"});
  write_tags(context, object, body);
  if (body.contains("sink_config")) {
    store_sink_config(context, object, body["sink_config"], before.text("sink_type"));
  }
  store_sink_map(context, object, body);
  choose_code(context, object, body);
  generate_source(context, object);
  write_status(context, object, body);
  return keep(context, std::move(object));
}

} // namespace flowsync::sim
