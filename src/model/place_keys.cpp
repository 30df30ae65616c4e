#include "model/place_keys.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace flowsync {

namespace {

// Whole keys, and the last word of dotted keys such as `landing.bucket`.
constexpr std::array<std::string_view, 26> k_place_words{
    "path",   "url",       "bucket",  "prefix",   "folder",    "dir",       "directory",    "host",        "port",
    "server", "endpoint",  "region",  "database", "schema",    "table",     "topic",        "queue",       "collection",
    "index",  "warehouse", "dataset", "catalog",  "container", "namespace", "subscription", "file_pattern"};

// Keys that end in another word (API notes D1).
constexpr std::array<std::string_view, 5> k_place_names{"url.template", "output.dir.name.pattern", "file.name.prefix",
                                                        "source.name", "target.name"};

// Dotted keys that end like a place and are none: where something stands in a reply or a document.
constexpr std::array<std::string_view, 4> k_inner_places{"response.", "json.", "xml.", "xpath."};

struct PlaceRow
{
  std::string_view connectors;
  std::string_view together;
  std::string_view each;
  PlaceReach reach;
};

constexpr std::string_view k_file_keys =
    "bucket container host folder dir directory prefix path file_pattern output.dir.name.pattern file.name.prefix";
constexpr std::string_view k_table_keys = "host catalog warehouse database dataset schema table query";

constexpr std::array<PlaceRow, 9> k_rows{{
    {"s3 gcs delta_lake_s3", k_file_keys, "", PlaceReach::world},
    {"min_io_s3 azure_blb azure_data_lake delta_lake_azure_blb delta_lake_azure_data_lake", k_file_keys, "",
     PlaceReach::likely},
    {"ftp box dropbox gdrive sharepoint webdav", k_file_keys, "", PlaceReach::credential},
    {"s3_iceberg", "bucket path iceberg.warehouse.dir catalog database schema table", "", PlaceReach::likely},
    {"as400 aws_athena azure_synapse bigquery cloudsql_mysql cloudsql_postgres cloudsql_sqlserver databricks db2 "
     "firebolt gcp_alloydb gcp_spanner hana_jdbc hive mysql netsuite_jdbc oracle oracle_autonomous postgres redshift "
     "snowflake snowflake_dcr sqlserver supabase sybase teradata",
     k_table_keys, "", PlaceReach::credential},
    {"mongo dynamodb firebase pinecone", "host database collection table index namespace query", "",
     PlaceReach::credential},
    {"kafka confluent_kafka google_pubsub jms tibco",
     "topic subscription source.type source.name target.type target.name", "", PlaceReach::credential},
    {"rest soap", "", "url.template url endpoint", PlaceReach::likely},
    {"nexla_rest api_push file_upload email data_map script nexla_monitor", "", "", PlaceReach::credential},
}};

std::vector<std::string_view> words_of(std::string_view text)
{
  return text.empty() ? std::vector<std::string_view>{} : split(text, ' ');
}

std::map<std::string_view, PlaceKeys> read_rows()
{
  std::map<std::string_view, PlaceKeys> table;
  for (const auto& row : k_rows) {
    for (const auto connector : split(row.connectors, ' ')) {
      table.emplace(connector, PlaceKeys{words_of(row.together), words_of(row.each), row.reach});
    }
  }
  return table;
}

template <typename List>
bool holds_word(const List& list, std::string_view word)
{
  return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

const PlaceKeys& place_keys(std::string_view connector)
{
  static const auto k_table = read_rows();
  static const PlaceKeys k_unknown{
      {k_place_words.begin(), k_place_words.end()}, {"url.template"}, PlaceReach::credential};
  const auto found = k_table.find(connector);
  return found != k_table.end() ? found->second : k_unknown;
}

bool is_place_key(std::string_view key)
{
  if (holds_word(k_place_names, key)) {
    return true;
  }
  const bool inner = std::any_of(k_inner_places.begin(), k_inner_places.end(),
                                 [&](std::string_view prefix) { return key.starts_with(prefix); });
  return !inner && holds_word(k_place_words, key.substr(key.rfind('.') + 1));
}

} // namespace flowsync
