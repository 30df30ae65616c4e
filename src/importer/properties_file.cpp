#include "importer/properties_file.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::importer {

namespace {

// Ids by block: of `source_id_to_update` and its siblings, or of `exported_source` and its.
void read_ids(const Node& meta, std::map<std::string, ResourceId>& ids, const std::string& source,
              std::initializer_list<const char*> maps)
{
  if (const auto* const one = meta.get(source)) {
    if (const auto id = id_of(*one)) {
      ids.emplace("source", *id);
    }
  }
  for (const auto* const key : maps) {
    const auto* const map = meta.get(key);
    for (const auto& entry : map != nullptr && map->is_map() ? map->entries() : std::vector<Entry>{}) {
      if (const auto id = id_of(*entry.value)) {
        ids.emplace(entry.key, *id);
      }
    }
  }
}

} // namespace

std::optional<ResourceId> id_of(const Node& node)
{
  ResourceId id = 0;
  const auto& text = node.text();
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, id);
  const bool good =
      (node.kind == NodeKind::integer || node.is_string()) && read.ec == std::errc{} && read.ptr == end && id > 0;
  return good ? std::optional(id) : std::nullopt;
}

Properties read_properties(const Node& root, const std::vector<std::string>& blocks, const SourceFiles& files,
                           Diagnostics& diagnostics)
{
  Properties properties;
  const auto* const inputs = root.get("inputs");
  if (inputs == nullptr || !inputs->is_map()) {
    diagnostics.error("not-a-properties-file", "this is no properties file of the Nexla CLI: it has no object `inputs`",
                      files.locate(root.at), "give the file whose name begins with _properties_");
    return properties;
  }
  for (const auto& entry : inputs->entries()) {
    const auto place = [&](Position at) { return files.locate(at, static_cast<int>(entry.key.size()) + 2); };
    const auto* const credential = entry.value->get("data_credentials");
    if (credential == nullptr || credential->kind == NodeKind::null) {
      continue;
    }
    if (std::find(blocks.begin(), blocks.end(), entry.key) == blocks.end()) {
      diagnostics.error("unknown-block",
                        fmt::format("`{}` is no block of the flow file that uses a credential", printable(entry.key)),
                        place(entry.key_at), fmt::format("it has {}", join_words(blocks)));
      continue;
    }
    const auto id = id_of(*credential);
    if (!id) {
      diagnostics.error("wrong-type", "the id of a credential must be a whole number above 0",
                        files.locate(credential->at));
      continue;
    }
    properties.credentials[entry.key] = {*id, credential->at};
  }
  const auto* const meta = root.get("meta_data");
  if (meta != nullptr && meta->is_map()) {
    read_ids(*meta, properties.to_update, "source_id_to_update",
             {"detected_dataset_ids_to_update", "dataset_ids_to_update", "sink_ids_to_update", "data_map_ids_to_update",
              "reusable_transform_ids_to_update"});
    read_ids(*meta, properties.exported, "exported_source",
             {"exported_detected_dataset_ids", "exported_dataset_ids", "exported_sink_ids"});
  }
  return properties;
}

} // namespace flowsync::importer
