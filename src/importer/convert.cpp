#include "importer/convert.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "importer/block_reader.hpp"
#include "importer/classic_file.hpp"
#include "importer/one_shot.hpp"
#include "model/alias.hpp"
#include "model/detected_name.hpp"
#include "model/mark.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::importer {

namespace {

using spec::MapBuilder;
using spec::NameSecret;
using spec::spec_config;
using spec::spec_text;

constexpr std::array<std::string_view, 3> k_without_credential{"nexla_rest", "file_upload", "email"};

class Converter
{
public:
  Converter(ClassicFile file, const SourceFiles& files, const ConvertOptions& options, Diagnostics& diagnostics)
      : m_file(std::move(file)),
        m_files(files),
        m_options(options),
        m_diagnostics(diagnostics),
        m_secrets(files, diagnostics),
        m_name_secret([this](const std::string& field, Position at) { return m_secrets.add(m_result.flow, field, at); })
  {
  }

  Imported convert(const Node* properties_file)
  {
    choose_flow_name();
    find_credentials(properties_file);
    MapBuilder spec;
    spec.put("source", source());
    if (!m_file.detected.empty()) {
      spec.put("nexsets", nexsets());
    }
    if (!m_file.sinks.empty()) {
      spec.put("sinks", sinks());
    }
    m_result.document = MapBuilder{}
                            .put("apiVersion", std::string("flowsync/v1"))
                            .put("kind", std::string("Flow"))
                            .put("metadata", MapBuilder{}.put("name", m_result.flow).build())
                            .put("spec", spec.build())
                            .build();
    m_result.secrets = m_secrets.take();
    add_notes();
    return std::move(m_result);
  }

private:
  BlockReader reader(const Block& block) const
  {
    return {*block.body, block.key_at, block.key, m_files, m_diagnostics};
  }
  BlockReader source_reader() const { return {*m_file.source, m_file.source_at, "source", m_files, m_diagnostics}; }

  void choose_flow_name()
  {
    auto block = source_reader();
    m_source_name = block.needed_text("name");
    m_result.flow = make_alias(m_source_name, k_longest_flow, "imported");
    if (is_reserved_flow_name(m_result.flow)) {
      m_result.flow += "-flow";
    }
    m_result.file = fmt::format("environments/base/flows/{}.yaml", m_result.flow);
    if (m_options.flow_names.contains(m_result.flow)) {
      block.error("flow-exists", fmt::format("base has a flow with the name `{}` already", m_result.flow),
                  block.get("name"), "remove or rename that one, or change the source's name in this file");
    }
  }

  void find_credentials(const Node* properties_file)
  {
    std::vector<CredentialUse> uses;
    const auto add = [&](const BlockReader& block) {
      if (const auto* const value = block.get("data_credentials"); value != nullptr) {
        uses.push_back({block.name(), value});
      }
    };
    add(source_reader());
    for (const auto& sink : m_file.sinks) {
      add(reader(sink));
    }
    Properties properties;
    if (properties_file != nullptr) {
      std::vector<std::string> blocks;
      for (const auto& use : uses) {
        blocks.push_back(use.block);
      }
      properties = read_properties(*properties_file, blocks, m_files, m_diagnostics);
      m_names_resources = properties.names_resources;
    }
    auto aliases = find_aliases(uses, properties, m_options.credentials, m_files, m_diagnostics);
    m_alias_of = std::move(aliases.by_block);
    m_result.credentials = std::move(aliases.added);
  }

  void put_credential(MapBuilder& map, BlockReader& block, std::string_view type)
  {
    if (const auto alias = m_alias_of.find(block.name()); alias != m_alias_of.end()) {
      map.put("credential", alias->second);
    } else if (block.get("data_credentials") == nullptr &&
               std::find(k_without_credential.begin(), k_without_credential.end(), type) ==
                   k_without_credential.end()) {
      block.warning("missing-credential", fmt::format("`{}` names no credential", printable(block.name())), nullptr,
                    "add `credential:` to the flow that is written");
    }
  }

  // The people's part of a description; marks belong to one resource and are not copied.
  static void put_description(MapBuilder& map, BlockReader& block)
  {
    if (const auto text = strip_marks(block.text("description")); !text.empty()) {
      map.put("description", spec_text(text));
    }
  }

  void put_config(MapBuilder& map, BlockReader& block, std::string_view key)
  {
    const auto* const config = block.get(key);
    if (config == nullptr) {
      return;
    }
    if (!config->is_map()) {
      block.error("wrong-type", fmt::format("`{}` must be an object, not {}", key, describe(config->kind)), config);
      return;
    }
    auto written = spec_config(*config, m_name_secret);
    if (const auto* const repeated = config->get("sink_type"); key == "sink_config" && repeated != nullptr) {
      if (!repeated->is_string() || repeated->text() != block.text("sink_type")) {
        block.warning("not-imported", "`sink_type` inside `sink_config` differs from that of the sink and is left out",
                      repeated);
      }
      auto entries = written->entries();
      std::erase_if(entries, [](const Entry& entry) { return entry.key == "sink_type"; });
      written = make_map(std::move(entries));
    }
    if (!written->entries().empty()) {
      map.put("config", std::move(written));
    }
  }

  void check_schedule(BlockReader& block)
  {
    const auto* const config = block.get("source_config");
    const auto* const cron = config != nullptr ? config->get("start.cron") : nullptr;
    if (cron == nullptr || !cron->is_string()) {
      return;
    }
    if (const auto due = last_due(cron->text()); due && *due < m_options.now) {
      block.warning("schedule-over",
                    fmt::format("the schedule `{}` was due for the last time on {} and never starts again",
                                printable(cron->text()), format_timestamp(*due)),
                    cron, "give the flow another `start.cron`, such as \"0 0 0 * * ? *\" for each midnight");
    }
  }

  NodePtr source()
  {
    auto block = source_reader();
    MapBuilder map;
    map.put("name", spec_text(m_source_name));
    put_description(map, block);
    const auto type = block.needed_text("source_type");
    map.put("type", spec_text(type));
    put_credential(map, block, type);
    put_config(map, block, "source_config");
    check_schedule(block);
    if (const auto flow_type = block.text("flow_type"); !flow_type.empty() && flow_type != "streaming") {
      map.put("api", MapBuilder{}.put("flow_type", spec_text(flow_type)).build());
    }
    for (const auto* const key : {"code_container", "code_container_id"}) {
      if (const auto* const code = block.get(key); code != nullptr) {
        block.error("not-supported-yet", "a source with code of its own cannot be imported yet", code);
      }
    }
    block.warn_left_over({"name", "description", "data_credentials", "source_type", "ingest_method", "source_config",
                          "flow_type", "code_container", "code_container_id", "status"});
    return map.build();
  }

  NodePtr nexsets()
  {
    std::vector<NodePtr> list;
    for (const auto& detected : m_file.detected) {
      list.push_back(nexset(detected));
    }
    return make_list(std::move(list));
  }

  NodePtr nexset(const Block& detected)
  {
    auto block = reader(detected);
    const auto name = block.text("name");
    const auto parts = split_detected_name(name);
    const auto key = unique_alias(make_alias(parts.rest, k_longest_key, detected_fallback(detected)), k_longest_key,
                                  [&](const std::string& other) { return is_value_of(m_nexset_of, other); });
    m_nexset_of.emplace(detected.key, key);
    MapBuilder map;
    map.put("key", key);
    map.put("detected", MapBuilder{}.put("index", index(detected, parts, block)).build());
    // What Nexla writes by itself is no wish of anybody.
    const bool by_nexla = is_written_by_nexla(block.text("description"), parts);
    if (!name.empty() && !by_nexla && (parts.number == 0 || parts.rest != m_source_name)) {
      map.put("name", spec_text(name));
    }
    if (!by_nexla) {
      put_description(map, block);
    }
    if (const auto* const parent = block.get("parent_data_set_id"); parent != nullptr) {
      block.error("not-supported-yet", "a detected nexset cannot have a parent", parent);
    }
    if (const auto* const tags = block.get("tags"); tags != nullptr && !tags->items().empty()) {
      map.put("api", MapBuilder{}.put("tags", spec_config(*tags, m_name_secret)).build());
    }
    block.warn_left_over({"name", "description", "data_source_id", "parent_data_set_id", "source_schema", "tags"});
    return map.build();
  }

  static std::string detected_fallback(const Block& detected)
  {
    return detected.number > 0 ? fmt::format("detected-{}", detected.number) : std::string("detected");
  }

  static bool is_value_of(const std::map<std::string, std::string>& map, const std::string& value)
  {
    return std::any_of(map.begin(), map.end(), [&](const auto& entry) { return entry.second == value; });
  }

  // Its rank among the detected sets of the source: the number in its name, otherwise that of its block.
  NodePtr index(const Block& detected, const DetectedName& name, BlockReader& block)
  {
    auto rank = name.number > 0 ? name.number : detected.number;
    if (rank == 0) {
      rank = static_cast<std::size_t>(&detected - m_file.detected.data()) + 1;
    }
    if (!m_ranks.insert(rank).second) {
      block.error("same-rank", fmt::format("two detected sets have the number {}", rank), block.get("name"),
                  "number them by age, from 1, in their names (\"2 - Orders\")");
    }
    return make_scalar(NodeKind::integer, std::to_string(rank));
  }

  NodePtr sinks()
  {
    std::vector<NodePtr> list;
    for (const auto& sink : m_file.sinks) {
      list.push_back(one_sink(sink));
    }
    return make_list(std::move(list));
  }

  NodePtr one_sink(const Block& sink)
  {
    auto block = reader(sink);
    const auto name = block.text("name");
    const auto fallback = sink.number > 0 ? fmt::format("sink-{}", sink.number) : std::string("sink");
    const auto key = unique_alias(make_alias(name, k_longest_key, fallback), k_longest_key,
                                  [&](const std::string& other) { return m_sink_keys.contains(other); });
    m_sink_keys.insert(key);
    MapBuilder map;
    map.put("key", key);
    put_parent(map, block);
    if (!name.empty()) {
      map.put("name", spec_text(name));
    }
    put_description(map, block);
    const auto type = block.needed_text("sink_type");
    map.put("type", spec_text(type));
    if (type == "data_map") {
      block.error("not-supported-yet", "a sink that fills a lookup cannot be imported yet", block.get("sink_type"));
    }
    put_credential(map, block, type);
    put_config(map, block, "sink_config");
    if (const auto* const create = block.get("create_destination"); create != nullptr && create->text() == "true") {
      map.put("create_destination", make_scalar(NodeKind::boolean, "true"));
    }
    block.warn_left_over({"name", "description", "data_credentials", "sink_type", "sink_config", "data_set_id",
                          "create_destination", "status"});
    return map.build();
  }

  void put_parent(MapBuilder& map, BlockReader& block)
  {
    const auto parent = block.needed_text("data_set_id");
    const auto found = m_nexset_of.find(parent);
    if (found != m_nexset_of.end()) {
      map.put("from", found->second);
    } else if (!parent.empty()) {
      block.error("unknown-block", fmt::format("`{}` is no block of `detected_dataset`", printable(parent)),
                  block.get("data_set_id"));
    }
  }

  void add_notes()
  {
    if (!m_file.host.empty()) {
      m_result.notes.push_back(fmt::format("the file was exported from {}", printable(m_file.host)));
    }
    if (m_names_resources) {
      m_result.notes.push_back("the properties file names existing resources by id; they are not used, so an apply "
                               "creates new ones");
    }
  }

  ClassicFile m_file;
  const SourceFiles& m_files;
  const ConvertOptions& m_options;
  Diagnostics& m_diagnostics;
  LeftOutSecrets m_secrets;
  NameSecret m_name_secret;
  Imported m_result;
  std::string m_source_name;
  std::map<std::string, std::string> m_alias_of;  // block -> alias
  std::map<std::string, std::string> m_nexset_of; // block -> key
  std::set<std::size_t> m_ranks;
  std::set<std::string> m_sink_keys;
  bool m_names_resources = false;
};

} // namespace

std::optional<Imported> convert(const Node& flow_file, const Node* properties_file, const SourceFiles& files,
                                const ConvertOptions& options, Diagnostics& diagnostics)
{
  Diagnostics problems;
  std::optional<Imported> result;
  if (auto file = read_classic_file(flow_file, files, problems)) {
    auto imported = Converter(*std::move(file), files, options, problems).convert(properties_file);
    if (!problems.has_errors()) {
      result = std::move(imported);
    }
  }
  diagnostics.append(std::move(problems));
  return result;
}

} // namespace flowsync::importer
