#include "importer/classic_file.hpp"

#include "base/printable.hpp"
#include "importer/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace flowsync::importer {

namespace {

constexpr std::array<std::string_view, 8> k_known{"source",    "detected_dataset",    "dataset",         "sink",
                                                  "data_maps", "reusable_transforms", "code_containers", "meta_data"};

// The number at the end of "sink_12".
std::size_t number_of(std::string_view key)
{
  std::size_t number = 0;
  const auto digits = key.substr(std::min(key.rfind('_'), key.size() - 1) + 1);
  const auto* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end ? number : 0;
}

class Parts
{
public:
  Parts(const Node& root, const SourceFiles& files, Diagnostics& diagnostics)
      : m_root(root),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  Diagnostic& error(const Entry& entry, DiagnosticCode code, std::string message, std::string hint = {})
  {
    return m_diagnostics.error(code, std::move(message), m_files.locate(entry.key_at, in_quotes(entry.key)),
                               std::move(hint));
  }

  std::vector<Block> blocks(std::string_view key)
  {
    std::vector<Block> blocks;
    const auto* const section = m_root.find(key);
    if (section == nullptr || section->value->kind == NodeKind::null) {
      return blocks;
    }
    if (section->value->is_list()) {
      return listed(key, *section->value);
    }
    if (!section->value->is_map()) {
      error(*section, "wrong-type",
            fmt::format("`{}` must be an object of blocks, not {}", key, describe(section->value->kind)));
      return blocks;
    }
    for (const auto& entry : section->value->entries()) {
      if (!entry.value->is_map()) {
        error(entry, "wrong-type",
              fmt::format("`{}` must be an object, not {}", printable(entry.key), describe(entry.value->kind)));
        continue;
      }
      blocks.push_back({entry.key, entry.key_at, entry.value, entry.key.empty() ? 0 : number_of(entry.key)});
    }
    std::stable_sort(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return a.number < b.number; });
    return blocks;
  }

  // Resources in a row, as replies of the API have them: data_map_1, data_map_2, ...
  std::vector<Block> listed(std::string_view key, const Node& list)
  {
    const auto stem = key.substr(0, key.size() - (key.ends_with('s') ? 1 : 0));
    std::vector<Block> blocks;
    for (const auto& item : list.items()) {
      const auto number = blocks.size() + 1;
      if (!item->is_map()) {
        m_diagnostics.error("wrong-type",
                            fmt::format("an item of `{}` must be an object, not {}", key, describe(item->kind)),
                            m_files.locate(item->at));
      }
      blocks.push_back(
          {fmt::format("{}_{}", stem, number), item->at, item->is_map() ? item : make_map({}, item->at), number});
    }
    return blocks;
  }

  void warn_unknown_keys()
  {
    for (const auto& entry : m_root.entries()) {
      if (std::find(k_known.begin(), k_known.end(), entry.key) == k_known.end()) {
        m_diagnostics.warning("not-imported", fmt::format("`{}` is not known and not imported", printable(entry.key)),
                              m_files.locate(entry.key_at, in_quotes(entry.key)));
      }
    }
  }

private:
  const Node& m_root;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

} // namespace

std::optional<ClassicFile> read_classic_file(const Node& root, const SourceFiles& files, Diagnostics& diagnostics)
{
  const auto* const source = root.find("source");
  if (source == nullptr || !source->value->is_map()) {
    diagnostics.error("not-an-export", "this is not a flow file of the Nexla CLI: it has no object `source`",
                      files.locate(source != nullptr ? source->key_at : root.at),
                      "give the file that `nexla flows export` wrote, and the properties file with --properties");
    return std::nullopt;
  }
  Diagnostics problems;
  Parts parts(root, files, problems);
  parts.warn_unknown_keys();
  ClassicFile file;
  file.source = source->value;
  file.source_at = source->key_at;
  file.detected = parts.blocks("detected_dataset");
  file.derived = parts.blocks("dataset");
  file.sinks = parts.blocks("sink");
  file.lookups = parts.blocks("data_maps");
  file.transforms = parts.blocks("reusable_transforms");
  file.codes = parts.blocks("code_containers");
  if (const auto* const meta = root.get("meta_data"); meta != nullptr) {
    if (const auto* const host = meta->get("env"); host != nullptr && host->is_string()) {
      file.host = host->text();
    }
  }
  const bool usable = !problems.has_errors();
  diagnostics.append(std::move(problems));
  return usable ? std::optional(std::move(file)) : std::nullopt;
}

} // namespace flowsync::importer
