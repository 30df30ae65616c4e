#include "model/place_keys.hpp"

#include "base/text.hpp"
#include "model/connectors.hpp"

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

constexpr std::string_view k_file_keys =
    "bucket container host folder dir directory prefix path file_pattern output.dir.name.pattern file.name.prefix";

PlaceKeys keys(std::string_view together, std::string_view each, PlaceReach reach)
{
  const auto words = [](std::string_view text) {
    return text.empty() ? std::vector<std::string_view>{} : split(text, ' ');
  };
  return {words(together), words(each), reach};
}

PlaceKeys keys_of(DataStore store)
{
  switch (store) {
  case DataStore::none:
    return keys("", "", PlaceReach::credential);
  case DataStore::open_files:
    return keys(k_file_keys, "", PlaceReach::world);
  case DataStore::cloud_files:
    return keys(k_file_keys, "", PlaceReach::likely);
  case DataStore::files:
    return keys(k_file_keys, "", PlaceReach::credential);
  case DataStore::iceberg:
    return keys("bucket path iceberg.warehouse.dir catalog database schema table", "", PlaceReach::likely);
  case DataStore::tables:
    return keys("host catalog warehouse database dataset schema table query", "", PlaceReach::credential);
  case DataStore::documents:
    return keys("host database collection table index namespace query", "", PlaceReach::credential);
  case DataStore::messages:
    return keys("topic subscription source.type source.name target.type target.name", "", PlaceReach::credential);
  case DataStore::web:
    return keys("", "url.template url endpoint", PlaceReach::likely);
  }
  return {};
}

std::map<DataStore, PlaceKeys> keys_of_all()
{
  std::map<DataStore, PlaceKeys> table;
  for (const auto store :
       {DataStore::none, DataStore::open_files, DataStore::cloud_files, DataStore::files, DataStore::iceberg,
        DataStore::tables, DataStore::documents, DataStore::messages, DataStore::web}) {
    table.emplace(store, keys_of(store));
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
  static const auto k_table = keys_of_all();
  static const PlaceKeys k_unknown{
      {k_place_words.begin(), k_place_words.end()}, {"url.template"}, PlaceReach::credential};
  const auto* const known = find_connector(connector);
  return known != nullptr ? k_table.at(known->store) : k_unknown;
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
