#include "sim/server_defaults.hpp"

#include "sim/connectors.hpp"

#include <algorithm>
#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

void add(json& object, const char* key, json value)
{
  if (!object.contains(key)) {
    object[key] = std::move(value);
  }
}

bool has_cdc(std::string_view type)
{
  constexpr std::array<std::string_view, 8> k_types{
      "cloudsql_mysql", "cloudsql_postgres", "cloudsql_sqlserver", "gcp_alloydb", "mysql",
      "oracle",         "postgres",          "sqlserver"};
  return std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

std::string_view first_missing(const json& config, std::initializer_list<const char*> keys)
{
  for (const auto* key : keys) {
    if (!config.contains(key)) {
      return key;
    }
  }
  return {};
}

} // namespace

void add_source_defaults(json& config, std::string_view source_type)
{
  const auto family = family_of(source_type);
  if (family == Family::file || family == Family::database || family == Family::stream || family == Family::nosql) {
    add(config, "start.cron", "0 0 0 * * ? *");
  }
  if (family == Family::file && config.value("advanced_settings", json()) == "Custom Text Format") {
    add(config, "csv.delimiter", ",");
  }
  if (family == Family::database) {
    add(config, "mode", "none");
    add(config, "commit.on.read", "false");
    if (has_cdc(source_type)) {
      for (const auto* key : {"cdc.enabled", "cdc.snapshot.enabled", "cdc.capture.delete"}) {
        add(config, key, false);
      }
    }
  }
  if (const auto iterations = config.find("rest.iterations"); iterations != config.end() && iterations->is_array()) {
    for (auto& iteration : *iterations) {
      if (iteration.is_object()) {
        add(iteration, "date.format", "yyyy-MM-dd");
        add(iteration, "date.time.unit", "dd");
      }
    }
  }
}

void add_sink_defaults(json& config, std::string_view sink_type)
{
  add(config, "sink_type", sink_type);
  switch (family_of(sink_type)) {
  case Family::file:
    add(config, "max.file.size.mb", 4096);
    add(config, "output.dir.name.pattern", "{YYYY}/{MM}/{dd}");
    break;
  case Family::database:
    add(config, "upsert.nulls", true);
    break;
  case Family::api:
    add(config, "content.type", "application/json");
    add(config, "body.template", "{message.json}");
    break;
  default:
    break;
  }
}

void add_schema_marks(json& schema)
{
  if (schema.is_object()) {
    add(schema, "$schema", "http://json-schema.org/draft-04/schema#");
    const auto& properties = schema.value("properties", json::object());
    std::int64_t id = 17; // stable, made from the attribute names
    for (const auto& [name, value] : properties.items()) {
      for (const char c : name) {
        id = (id * 131 + static_cast<unsigned char>(c)) % 2147483647;
      }
    }
    add(schema, "$schema-id", id);
  }
}

std::string_view missing_source_key(const json& config, std::string_view source_type)
{
  switch (family_of(source_type)) {
  case Family::file:
    return first_missing(config, {"start.cron", "path"});
  case Family::database:
    return first_missing(config, {"start.cron", "db_query_mode"});
  case Family::stream:
  case Family::nosql:
    return first_missing(config, {"start.cron"});
  case Family::api:
    return first_missing(config, {"rest.iterations"});
  default:
    return {};
  }
}

std::string_view missing_sink_key(const json& config, std::string_view sink_type)
{
  if (family_of(sink_type) != Family::database) {
    return {};
  }
  if (const auto missing = first_missing(config, {"table", "insert.mode", "mapping"}); !missing.empty()) {
    return missing;
  }
  return config["insert.mode"] == "UPSERT" ? first_missing(config, {"primary.key"}) : std::string_view();
}

} // namespace flowsync::sim
