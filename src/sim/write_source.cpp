#include "sim/change.hpp"
#include "sim/connectors.hpp"
#include "sim/detection.hpp"
#include "sim/own_code.hpp"
#include "sim/server_defaults.hpp"
#include "sim/spelling.hpp"
#include "sim/write_parts.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_source_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"source_type", FieldType::text, k_both},
    {"source_config", FieldType::object, k_both},
    {"data_credentials_id", FieldType::integer, k_both},
    {"data_credentials", FieldType::integer_or_object, k_both},
    {"status", FieldType::text, k_on_update},
    {"flow_type", FieldType::text, k_both},
    {"stream_config", FieldType::object, k_both},
    {"code_container_id", FieldType::integer, k_both},
    {"code_container", FieldType::object, k_both},
    {"vendor_endpoint_id", FieldType::integer, k_on_create},
    {"ingest_method", FieldType::text, k_on_create},
    {"template_config", FieldType::object, k_on_create},
    {"tags", FieldType::array, k_both},
});

void store_source_config(const Context& context, Object& object, json config, const std::string& type)
{
  if (context.switches.at<"server_writes">() == "on") {
    add_source_defaults(config, type);
  }
  check_cron(context, config);
  if (const auto missing = missing_source_key(config, type);
      !missing.empty() && context.switches.at<"config_required">() == "on") {
    throw invalid(fmt::format("source_config lacks '{}'", missing), std::string(missing));
  }
  object.fields["source_config"] = as_stored(context, std::move(config));
}

// Where the type of a flow lives in its configuration (API notes J2).
void write_flow_type(const Context& context, Object& object, json& body)
{
  copy_fields(object, body, {"flow_type"});
  if (context.switches.at<"flow_type_in_config">() != "on" || !body.contains("source_config")) {
    return;
  }
  auto& config = body["source_config"];
  if (body.contains("flow_type")) {
    config["pipeline.type"] = body["flow_type"];
  }
  object.fields["flow_type"] = config.value("pipeline.type", json("streaming"));
}

} // namespace

ObjectPtr create_source(Context& context, json body)
{
  check_fields(context, body, k_source_fields, k_on_create);
  const bool lenient = context.switches.at<"source_required">() == "name";
  if (lenient) {
    body.emplace("source_type", "s3");
  }
  require_key(body, "source_type");
  const auto type = connector_named(context, body, "source_type", is_source_type);
  const bool vendor = body.contains("vendor_endpoint_id");
  if (!lenient && !vendor) {
    require_key(body, "source_config");
  }
  const auto credential = credential_from(context, body);
  if (credential == 0 && !lenient && !receives_data(type) && type != "script") {
    throw missing_key("data_credentials_id");
  }
  Object object = begin_create(context, Kind::source, body);
  object.credential_id = credential;
  object.fields["source_type"] = type;
  object.fields["flow_type"] = "streaming";
  object.fields["ingest_method"] = ingest_method_of(type);
  object.fields["source_format"] = "JSON";
  object.fields["ingestion_mode"] = ingest_method_of(type) == "POLL" ? "BATCH" : ingest_method_of(type);
  write_flow_type(context, object, body);
  copy_fields(object, body, {"ingest_method", "stream_config", "vendor_endpoint_id", "template_config"});
  write_tags(context, object, body);
  store_source_config(context, object, body.value("source_config", json::object()), type);
  choose_code(context, object, body);
  const auto created = keep(context, std::move(object));
  if (is_running(*created)) {
    context.detection.started(context, created->id);
  }
  return context.world.find(Kind::source, created->id);
}

ObjectPtr update_source(Context& context, const Object& before, json body)
{
  Object object = begin_update(context, before, body, k_source_fields, "source_type");
  write_flow_type(context, object, body);
  if (body.contains("source_config")) {
    store_source_config(context, object, body["source_config"], before.text("source_type"));
  }
  if (const auto credential = credential_from(context, body); credential != 0) {
    object.credential_id = credential;
  }
  copy_fields(object, body, {"stream_config"});
  write_tags(context, object, body);
  choose_code(context, object, body);
  const bool status_changed = write_status(context, object, body);
  const bool started = status_changed && is_running(object);
  context.forget_changes = is_running(before) && context.switches.at<"put_on_active_source">() == "lost";
  context.world.put(std::move(object));
  if (started) {
    context.detection.started(context, before.id);
  }
  return context.world.find(Kind::source, before.id);
}

} // namespace flowsync::sim
