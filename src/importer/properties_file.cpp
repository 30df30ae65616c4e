#include "importer/properties_file.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "importer/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::importer {

namespace {

// Ids by block: of `source_id_to_update` and its siblings, and of `exported_source` and its. Only those of sources,
// sets and sinks are known to occur; others with names of that form are read alike.
class IdReader
{
public:
  IdReader(const SourceFiles& files, Diagnostics& diagnostics) : m_files(files), m_diagnostics(diagnostics) {}

  void read(const Node& meta, Properties& properties)
  {
    for (const auto& entry : meta.entries()) {
      if (entry.key == "exported_source") {
        put(properties.exported, "source", entry);
      } else if (entry.key == "source_id_to_update") {
        put(properties.to_update, "source", entry);
      } else if (entry.key.starts_with("exported_") && entry.key.ends_with("_ids")) {
        put_all(properties.exported, entry);
      } else if (entry.key.ends_with("_ids_to_update")) {
        put_all(properties.to_update, entry);
      }
    }
  }

private:
  void put_all(std::map<std::string, ResourceId>& ids, const Entry& map)
  {
    for (const auto& entry : map.value->entries()) {
      put(ids, entry.key, entry);
    }
  }

  void put(std::map<std::string, ResourceId>& ids, const std::string& block, const Entry& entry)
  {
    const auto& value = *entry.value;
    if (value.kind == NodeKind::null || (value.is_string() && value.text().empty())) {
      return; // a new one is to be made
    }
    if (const auto id = id_of(value)) {
      ids.emplace(block, *id);
    } else {
      m_diagnostics.error("wrong-type", fmt::format("the id for `{}` must be a whole number above 0", printable(block)),
                          m_files.locate(value.at));
    }
  }

  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

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
    diagnostics.error("not-a-properties-file",
                      "this is not a properties file of the Nexla CLI: it has no object `inputs`",
                      files.locate(root.at), "give the file whose name begins with _properties_");
    return properties;
  }
  for (const auto& entry : inputs->entries()) {
    const auto place = [&](Position at) { return files.locate(at, in_quotes(entry.key)); };
    const auto* const credential = entry.value->get("data_credentials");
    if (credential == nullptr || credential->kind == NodeKind::null) {
      continue;
    }
    if (std::find(blocks.begin(), blocks.end(), entry.key) == blocks.end()) {
      diagnostics.error(
          "unknown-block",
          fmt::format("`{}` is not a block of the flow file that uses a credential", printable(entry.key)),
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
    IdReader(files, diagnostics).read(*meta, properties);
  }
  return properties;
}

} // namespace flowsync::importer
