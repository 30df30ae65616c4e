#include "schema/connectors.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace flowsync::schema {

namespace {

std::vector<std::string> words(std::string_view text)
{
  std::vector<std::string> result;
  for (const auto word : split(text, ' ')) {
    result.emplace_back(word);
  }
  return result;
}

constexpr std::string_view k_sources =
    "as400 aws_athena azure_blb azure_data_lake azure_synapse bigquery box cloudsql_mysql "
    "cloudsql_postgres cloudsql_sqlserver confluent_kafka databricks db2 dropbox dynamodb file_upload "
    "firebase firebolt ftp gcp_alloydb gcp_spanner gcs gdrive google_pubsub hana_jdbc hive jms kafka "
    "min_io_s3 mongo mysql netsuite_jdbc nexla_monitor nexla_rest oracle oracle_autonomous pinecone "
    "postgres redshift rest s3 s3_iceberg sharepoint snowflake soap sqlserver sybase teradata tibco "
    "webdav email api_push script";

constexpr std::string_view k_sinks =
    "as400 azure_blb azure_data_lake azure_synapse bigquery box cloudsql_mysql cloudsql_postgres "
    "cloudsql_sqlserver confluent_kafka data_map databricks delta_lake_azure_blb "
    "delta_lake_azure_data_lake delta_lake_s3 dropbox dynamodb email firebase firebolt ftp gcp_alloydb "
    "gcp_spanner gcs gdrive google_pubsub jms kafka min_io_s3 mongo mysql netsuite_jdbc oracle "
    "oracle_autonomous pinecone postgres redshift rest s3 s3_iceberg sharepoint snowflake snowflake_dcr "
    "sqlserver teradata tibco supabase webdav aws_athena db2 hana_jdbc hive sybase soap nexla_monitor "
    "script";

constexpr std::string_view k_credentials =
    "as400 aws_athena azure_blb azure_data_lake azure_synapse bigquery box cloudsql_mysql "
    "cloudsql_postgres cloudsql_sqlserver confluent_kafka databricks db2 delta_lake_azure_blb "
    "delta_lake_azure_data_lake delta_lake_s3 dropbox dynamodb firebase firebolt ftp gcp_alloydb "
    "gcp_spanner gcs gdrive google_pubsub hana_jdbc hive jms kafka min_io_s3 mongo mysql netsuite_jdbc "
    "nexla_monitor oracle oracle_autonomous pinecone postgres redshift rest s3 s3_iceberg sharepoint "
    "snowflake snowflake_dcr soap sqlserver sybase teradata tibco webdav";

} // namespace

const std::vector<std::string>& source_connectors()
{
  static const auto k_names = words(k_sources);
  return k_names;
}

const std::vector<std::string>& sink_connectors()
{
  static const auto k_names = words(k_sinks);
  return k_names;
}

const std::vector<std::string>& credential_connectors()
{
  static const auto k_names = words(k_credentials);
  return k_names;
}

bool source_needs_credential(std::string_view type)
{
  return type != "nexla_rest" && type != "file_upload" && type != "email" && type != "script";
}

bool sink_needs_credential(std::string_view type)
{
  return type != "data_map" && type != "script";
}

bool may_open(std::string_view credential_type, std::string_view connector)
{
  const auto& known = credential_connectors();
  const auto is_known = [&](std::string_view name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  return credential_type == connector || !is_known(credential_type) || !is_known(connector);
}

} // namespace flowsync::schema
