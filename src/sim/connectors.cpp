#include "sim/connectors.hpp"

#include <algorithm>
#include <array>

namespace flowsync::sim {

namespace {

constexpr unsigned k_source = 1;
constexpr unsigned k_sink = 2;
constexpr unsigned k_credential = 4;

struct Connector
{
  std::string_view name;
  Family family;
  unsigned uses;
};

// In order of name.
constexpr auto k_connectors = std::to_array<Connector>({
    {"api_push", Family::push, k_source},
    {"as400", Family::database, k_source | k_sink | k_credential},
    {"aws_athena", Family::database, k_source | k_sink | k_credential},
    {"azure_blb", Family::file, k_source | k_sink | k_credential},
    {"azure_data_lake", Family::file, k_source | k_sink | k_credential},
    {"azure_synapse", Family::database, k_source | k_sink | k_credential},
    {"bigquery", Family::database, k_source | k_sink | k_credential},
    {"box", Family::file, k_source | k_sink | k_credential},
    {"cloudsql_mysql", Family::database, k_source | k_sink | k_credential},
    {"cloudsql_postgres", Family::database, k_source | k_sink | k_credential},
    {"cloudsql_sqlserver", Family::database, k_source | k_sink | k_credential},
    {"confluent_kafka", Family::stream, k_source | k_sink | k_credential},
    {"data_map", Family::other, k_sink},
    {"databricks", Family::database, k_source | k_sink | k_credential},
    {"db2", Family::database, k_source | k_sink | k_credential},
    {"delta_lake_azure_blb", Family::file, k_sink | k_credential},
    {"delta_lake_azure_data_lake", Family::file, k_sink | k_credential},
    {"delta_lake_s3", Family::file, k_sink | k_credential},
    {"dropbox", Family::file, k_source | k_sink | k_credential},
    {"dynamodb", Family::nosql, k_source | k_sink | k_credential},
    {"email", Family::push, k_source | k_sink},
    {"file_upload", Family::push, k_source},
    {"firebase", Family::nosql, k_source | k_sink | k_credential},
    {"firebolt", Family::database, k_source | k_sink | k_credential},
    {"ftp", Family::file, k_source | k_sink | k_credential},
    {"gcp_alloydb", Family::database, k_source | k_sink | k_credential},
    {"gcp_spanner", Family::database, k_source | k_sink | k_credential},
    {"gcs", Family::file, k_source | k_sink | k_credential},
    {"gdrive", Family::file, k_source | k_sink | k_credential},
    {"google_pubsub", Family::stream, k_source | k_sink | k_credential},
    {"hana_jdbc", Family::database, k_source | k_sink | k_credential},
    {"hive", Family::database, k_source | k_sink | k_credential},
    {"jms", Family::stream, k_source | k_sink | k_credential},
    {"kafka", Family::stream, k_source | k_sink | k_credential},
    {"min_io_s3", Family::file, k_source | k_sink | k_credential},
    {"mongo", Family::nosql, k_source | k_sink | k_credential},
    {"mysql", Family::database, k_source | k_sink | k_credential},
    {"netsuite_jdbc", Family::database, k_source | k_sink | k_credential},
    {"nexla_monitor", Family::other, k_source | k_sink | k_credential},
    {"nexla_rest", Family::push, k_source},
    {"oracle", Family::database, k_source | k_sink | k_credential},
    {"oracle_autonomous", Family::database, k_source | k_sink | k_credential},
    {"pinecone", Family::vector, k_source | k_sink | k_credential},
    {"postgres", Family::database, k_source | k_sink | k_credential},
    {"redshift", Family::database, k_source | k_sink | k_credential},
    {"rest", Family::api, k_source | k_sink | k_credential},
    {"s3", Family::file, k_source | k_sink | k_credential},
    {"s3_iceberg", Family::file, k_source | k_sink | k_credential},
    {"script", Family::other, k_source | k_sink},
    {"sharepoint", Family::file, k_source | k_sink | k_credential},
    {"snowflake", Family::database, k_source | k_sink | k_credential},
    {"snowflake_dcr", Family::database, k_sink | k_credential},
    {"soap", Family::api, k_source | k_sink | k_credential},
    {"sqlserver", Family::database, k_source | k_sink | k_credential},
    {"supabase", Family::other, k_sink},
    {"sybase", Family::database, k_source | k_sink | k_credential},
    {"teradata", Family::database, k_source | k_sink | k_credential},
    {"tibco", Family::stream, k_source | k_sink | k_credential},
    {"webdav", Family::file, k_source | k_sink | k_credential},
});

const Connector* lookup(std::string_view name)
{
  const auto found =
      std::lower_bound(k_connectors.begin(), k_connectors.end(), name,
                       [](const Connector& connector, std::string_view text) { return connector.name < text; });
  return found == k_connectors.end() || found->name != name ? nullptr : &*found;
}

bool used_as(std::string_view name, unsigned use)
{
  const auto* connector = lookup(name);
  return connector != nullptr && (connector->uses & use) != 0;
}

} // namespace

Family family_of(std::string_view connector)
{
  const auto* found = lookup(connector);
  return found == nullptr ? Family::other : found->family;
}

std::string_view family_name(std::string_view connector)
{
  constexpr std::array<std::string_view, 8> k_names{"file",   "database", "stream", "nosql",
                                                    "vector", "api",      "push",   "other"};
  return k_names[static_cast<std::size_t>(family_of(connector))];
}

bool is_source_type(std::string_view connector)
{
  return used_as(connector, k_source);
}

bool is_sink_type(std::string_view connector)
{
  return used_as(connector, k_sink);
}

bool is_credential_type(std::string_view connector)
{
  return used_as(connector, k_credential);
}

bool receives_data(std::string_view source_type)
{
  return source_type == "nexla_rest" || source_type == "file_upload" || source_type == "email";
}

std::string_view ingest_method_of(std::string_view source_type)
{
  if (family_of(source_type) == Family::push) {
    return "WEBHOOK";
  }
  return family_of(source_type) == Family::stream ? "STREAMING" : "POLL";
}

} // namespace flowsync::sim
