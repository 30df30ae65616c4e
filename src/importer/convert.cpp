#include "importer/convert.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "importer/converter.hpp"
#include "importer/one_shot.hpp"
#include "model/alias.hpp"
#include "model/mark.hpp"
#include "spec/config_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::importer {

namespace {

constexpr std::array<std::string_view, 3> k_without_credential{"nexla_rest", "file_upload", "email"};

} // namespace

Converter::Converter(ClassicFile file, const SourceFiles& files, const ConvertOptions& options,
                     Diagnostics& diagnostics)
    : m_file(std::move(file)),
      m_files(files),
      m_options(options),
      m_diagnostics(diagnostics),
      m_secrets(files, diagnostics),
      m_name_secret([this](const std::string& field, Position at) { return m_secrets.add(m_result.flow, field, at); }),
      m_is_taken(
          [this](Role role, const std::string& name) { return m_options.is_taken && m_options.is_taken(role, name); })
{
}

Imported Converter::convert(const Node* properties_file)
{
  choose_flow_name();
  find_credentials(properties_file);
  m_shared.emplace(m_file, m_is_taken, m_name_secret, m_files, m_diagnostics);
  m_result.shared = m_shared->documents();
  choose_keys();
  MapBuilder spec;
  spec.put("source", source());
  if (!m_file.detected.empty() || !m_file.derived.empty()) {
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
  adopt();
  add_notes();
  return std::move(m_result);
}

BlockReader Converter::reader(const Block& block) const
{
  return {*block.body, block.key_at, block.key, m_files, m_diagnostics};
}

void Converter::choose_flow_name()
{
  auto block = source_reader();
  m_source_name = block.needed_text("name");
  m_result.flow = m_options.name.empty() ? make_alias(m_source_name, k_longest_flow, "imported") : m_options.name;
  if (is_reserved_flow_name(m_result.flow)) {
    m_result.flow += "-flow";
  }
  m_result.file = fmt::format("environments/base/flows/{}.yaml", m_result.flow);
  if (m_options.flow_names.contains(m_result.flow)) {
    block.error("flow-exists", fmt::format("base has a flow with the name `{}` already", m_result.flow),
                block.get("name"), "give this one another name with --name NAME, or remove that one");
  }
}

void Converter::find_credentials(const Node* properties_file)
{
  std::vector<CredentialUse> uses;
  const auto add = [&](const BlockReader& block, const char* type) {
    if (const auto* const value = block.get("data_credentials"); value != nullptr) {
      const auto* const connector = block.get(type);
      uses.push_back({block.name(), value, connector != nullptr ? connector->text() : std::string()});
    }
  };
  add(source_reader(), "source_type");
  for (const auto& sink : m_file.sinks) {
    add(reader(sink), "sink_type");
  }
  auto& properties = m_properties;
  if (properties_file != nullptr) {
    std::vector<std::string> blocks;
    for (const auto& use : uses) {
      blocks.push_back(use.block);
    }
    properties = read_properties(*properties_file, blocks, m_files, m_diagnostics);
  }
  auto aliases = find_aliases(uses, properties, m_options.credentials, m_files, m_diagnostics);
  m_alias_of = std::move(aliases.by_block);
  m_result.credentials = std::move(aliases.added);
}

void Converter::put_credential(MapBuilder& map, BlockReader& block, std::string_view type)
{
  if (const auto alias = m_alias_of.find(block.name()); alias != m_alias_of.end()) {
    map.put("credential", alias->second);
  } else if (block.get("data_credentials") == nullptr &&
             std::find(k_without_credential.begin(), k_without_credential.end(), type) == k_without_credential.end()) {
    block.warning("missing-credential", fmt::format("`{}` names no credential", printable(block.name())), nullptr,
                  "add `credential:` to the flow that is written");
  }
}

void Converter::put_description(MapBuilder& map, BlockReader& block)
{
  if (const auto text = strip_marks(block.text("description")); !text.empty()) {
    map.put("description", spec_text(text));
  }
}

void Converter::put_config(MapBuilder& map, BlockReader& block, std::string_view key)
{
  const auto* const config = block.get(key);
  if (config == nullptr) {
    return;
  }
  if (!config->is_map()) {
    block.error("wrong-type", fmt::format("`{}` must be an object, not {}", key, describe(config->kind)), config);
    return;
  }
  auto written = m_shared->with_references(spec_config(*config, m_name_secret));
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

void Converter::check_schedule(BlockReader& block)
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

NodePtr Converter::source()
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
  put_code(map, block, m_result.flow);
  block.warn_left_over({"name", "description", "data_credentials", "source_type", "ingest_method", "source_config",
                        "flow_type", "code_container", "code_container_id", "status"});
  return map.build();
}

NodePtr Converter::sinks()
{
  std::vector<NodePtr> list;
  for (const auto& sink : m_file.sinks) {
    list.push_back(one_sink(sink));
  }
  return make_list(std::move(list));
}

NodePtr Converter::one_sink(const Block& sink)
{
  auto block = reader(sink);
  const auto name = block.text("name");
  const auto fallback = sink.number > 0 ? fmt::format("sink-{}", sink.number) : std::string("sink");
  const auto key = unique_alias(make_alias(name, k_longest_key, fallback), k_longest_key,
                                [&](const std::string& other) { return m_sink_keys.contains(other); });
  m_sink_keys.insert(key);
  m_sink_of.emplace(sink.key, key);
  MapBuilder map;
  map.put("key", key);
  put_from(map, block, {"data_set_id"});
  if (!name.empty()) {
    map.put("name", spec_text(name));
  }
  put_description(map, block);
  const auto type = block.needed_text("sink_type");
  map.put("type", spec_text(type));
  if (type == "data_map") {
    put_lookup(map, block);
  }
  put_code(map, block, m_result.flow + "-" + key);
  put_credential(map, block, type);
  put_config(map, block, "sink_config");
  if (const auto* const create = block.get("create_destination"); create != nullptr && create->text() == "true") {
    map.put("create_destination", make_scalar(NodeKind::boolean, "true"));
  }
  block.warn_left_over({"name", "description", "data_credentials", "sink_type", "sink_config", "data_set_id",
                        "create_destination", "status", "code_container", "code_container_id", "data_map",
                        "data_map_id"});
  return map.build();
}

void Converter::adopt()
{
  for (const auto& [block, id] : m_properties.to_update) {
    if (block == "source") {
      m_result.adopted.emplace(Address{Role::source, m_result.flow, ""}, id);
    } else if (const auto nexset = m_nexset_of.find(block); nexset != m_nexset_of.end()) {
      m_result.adopted.emplace(Address{Role::nexset, m_result.flow, nexset->second}, id);
    } else if (const auto sink = m_sink_of.find(block); sink != m_sink_of.end()) {
      m_result.adopted.emplace(Address{Role::sink, m_result.flow, sink->second}, id);
    } else {
      m_diagnostics.warning("not-imported",
                            fmt::format("the properties file gives an id for `{}`, which is no block of the flow file",
                                        printable(block)));
    }
  }
}

void Converter::add_notes()
{
  if (!m_file.host.empty()) {
    m_result.notes.push_back(fmt::format("the file was exported from {}", printable(m_file.host)));
  }
  if (!m_file.derived.empty() || !m_file.lookups.empty() || !m_file.transforms.empty()) {
    m_result.notes.push_back("how the classic CLI writes derived nexsets, lookups and reusable transforms is not "
                             "published; they were read as the API shows them: compare them with the UI");
  }
  if (m_inferred) {
    m_result.notes.push_back("a derived nexset without a parent was put below the only detected one");
  }
}

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
