#include "model/connectors.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

using Row = ConnectorFacts;

constexpr unsigned k_everywhere = k_as_source | k_as_sink | k_as_credential;

constexpr std::array k_connectors{
    Row{"api_push", k_as_source, DataStore::none},
    Row{"as400", k_everywhere, DataStore::tables},
    Row{"aws_athena", k_everywhere, DataStore::tables},
    Row{"azure_blb", k_everywhere, DataStore::cloud_files},
    Row{"azure_data_lake", k_everywhere, DataStore::cloud_files},
    Row{"azure_synapse", k_everywhere, DataStore::tables},
    Row{"bigquery", k_everywhere, DataStore::tables},
    Row{"box", k_everywhere, DataStore::files},
    Row{"cloudsql_mysql", k_everywhere, DataStore::tables},
    Row{"cloudsql_postgres", k_everywhere, DataStore::tables},
    Row{"cloudsql_sqlserver", k_everywhere, DataStore::tables},
    Row{"confluent_kafka", k_everywhere, DataStore::messages},
    Row{"data_map", k_as_sink | k_free_sink, DataStore::none},
    Row{"databricks", k_everywhere, DataStore::tables},
    Row{"db2", k_everywhere, DataStore::tables},
    Row{"delta_lake_azure_blb", k_as_sink | k_as_credential, DataStore::cloud_files},
    Row{"delta_lake_azure_data_lake", k_as_sink | k_as_credential, DataStore::cloud_files},
    Row{"delta_lake_s3", k_as_sink | k_as_credential, DataStore::open_files},
    Row{"dropbox", k_everywhere, DataStore::files},
    Row{"dynamodb", k_everywhere, DataStore::documents},
    Row{"email", k_as_source | k_free_source | k_as_sink | k_waits, DataStore::none},
    Row{"file_upload", k_as_source | k_free_source | k_waits, DataStore::none},
    Row{"firebase", k_everywhere, DataStore::documents},
    Row{"firebolt", k_everywhere, DataStore::tables},
    Row{"ftp", k_everywhere, DataStore::files},
    Row{"gcp_alloydb", k_everywhere, DataStore::tables},
    Row{"gcp_spanner", k_everywhere, DataStore::tables},
    Row{"gcs", k_everywhere, DataStore::open_files},
    Row{"gdrive", k_everywhere, DataStore::files},
    Row{"google_pubsub", k_everywhere, DataStore::messages},
    Row{"hana_jdbc", k_everywhere, DataStore::tables},
    Row{"hive", k_everywhere, DataStore::tables},
    Row{"jms", k_everywhere, DataStore::messages},
    Row{"kafka", k_everywhere, DataStore::messages},
    Row{"min_io_s3", k_everywhere, DataStore::cloud_files},
    Row{"mongo", k_everywhere, DataStore::documents},
    Row{"mysql", k_everywhere, DataStore::tables},
    Row{"netsuite_jdbc", k_everywhere, DataStore::tables},
    Row{"nexla_monitor", k_everywhere, DataStore::none},
    Row{"nexla_rest", k_as_source | k_free_source | k_waits, DataStore::none},
    Row{"oracle", k_everywhere, DataStore::tables},
    Row{"oracle_autonomous", k_everywhere, DataStore::tables},
    Row{"pinecone", k_everywhere, DataStore::documents},
    Row{"postgres", k_everywhere, DataStore::tables},
    Row{"redshift", k_everywhere, DataStore::tables},
    Row{"rest", k_everywhere, DataStore::web},
    Row{"s3", k_everywhere, DataStore::open_files},
    Row{"s3_iceberg", k_everywhere, DataStore::iceberg},
    Row{"script", k_as_source | k_free_source | k_as_sink | k_free_sink, DataStore::none},
    Row{"sharepoint", k_everywhere, DataStore::files},
    Row{"snowflake", k_everywhere, DataStore::tables},
    Row{"snowflake_dcr", k_as_sink | k_as_credential, DataStore::tables},
    Row{"soap", k_everywhere, DataStore::web},
    Row{"sqlserver", k_everywhere, DataStore::tables},
    Row{"supabase", k_as_sink, DataStore::tables},
    Row{"sybase", k_everywhere, DataStore::tables},
    Row{"teradata", k_everywhere, DataStore::tables},
    Row{"tibco", k_everywhere, DataStore::messages},
    Row{"webdav", k_everywhere, DataStore::files},
};

static_assert(std::is_sorted(k_connectors.begin(), k_connectors.end(),
                             [](const Row& a, const Row& b) { return a.name < b.name; }),
              "connectors are found by halving");

bool knows(std::string_view name, unsigned use)
{
  const auto* const row = find_connector(name);
  return row != nullptr && row->has(use);
}

} // namespace

const ConnectorFacts* find_connector(std::string_view name)
{
  const auto* const found = std::lower_bound(k_connectors.begin(), k_connectors.end(), name,
                                             [](const Row& row, std::string_view sought) { return row.name < sought; });
  return found != k_connectors.end() && found->name == name ? found : nullptr;
}

std::vector<std::string> connectors_with(unsigned use)
{
  std::vector<std::string> names;
  for (const auto& row : k_connectors) {
    if (row.has(use)) {
      names.emplace_back(row.name);
    }
  }
  return names;
}

bool source_needs_credential(std::string_view type)
{
  return !knows(type, k_free_source);
}

bool sink_needs_credential(std::string_view type)
{
  return !knows(type, k_free_sink);
}

bool waits_for_data(std::string_view source_type)
{
  return knows(source_type, k_waits);
}

bool may_open(std::string_view credential_type, std::string_view connector)
{
  return credential_type == connector || !knows(credential_type, k_as_credential) || !knows(connector, k_as_credential);
}

bool checks_hashes(const nlohmann::json& config)
{
  if (!config.is_object()) {
    return false;
  }
  const auto enabled = config.find("hash.enabled");
  const auto way = config.find("webhook.auth_type");
  return (enabled != config.end() && (*enabled == true || *enabled == "true")) ||
         (way != config.end() && way->is_string() && lower(way->get<std::string>()) == "payload hash");
}

} // namespace flowsync
