#include "importer/convert.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "importer/converter.hpp"
#include "model/alias.hpp"
#include "model/connectors.hpp"
#include "model/mark.hpp"
#include "model/schedule.hpp"
#include "spec/config_tree.hpp"
#include "spec/document.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

std::string place_of(ResourceKind kind)
{
  return std::string(facts(kind).place);
}

} // namespace

Converter::Converter(ClassicFile file, const SourceFiles& files, const ConvertOptions& options,
                     Diagnostics& diagnostics)
    : m_file(std::move(file)),
      m_reading{files, diagnostics, {}},
      m_options(options),
      m_secrets(files, diagnostics),
      m_name_secret([this](const std::string& field, Position at) { return m_secrets.add(m_result.flow, field, at); }),
      m_is_taken([this](ResourceKind kind, const std::string& name) {
        return m_options.is_taken && m_options.is_taken(kind, name);
      }),
      m_folder(fmt::format("environments/{}/", options.layer))
{
}

Imported Converter::convert(const Node* properties_file)
{
  choose_flow_name();
  find_credentials(properties_file);
  m_shared.emplace(m_file, m_options.layer, m_is_taken, m_name_secret, m_properties.exported, m_reading);
  m_result.shared = m_shared->documents();
  sort_sets();
  choose_keys();
  MapBuilder built;
  built.put(place_of(ResourceKind::source), source());
  if (!m_file.detected.empty() || !m_file.derived.empty()) {
    built.put(place_of(ResourceKind::nexset), nexsets());
  }
  if (!m_file.sinks.empty()) {
    built.put(place_of(ResourceKind::sink), sinks());
  }
  m_result.document = spec::make_document(spec::Kind::flow, m_result.flow, built.build());
  m_result.secrets = m_secrets.take();
  adopt();
  add_notes();
  return std::move(m_result);
}

BlockReader Converter::reader(const Block& block)
{
  return {*block.body, block.key_at, block.key, m_reading};
}

BlockReader Converter::inner_reader(const Node& body, const BlockReader& block)
{
  return {body, body.at, block.name(), m_reading};
}

void Converter::choose_flow_name()
{
  auto block = source_reader();
  m_source_name = block.needed_text("name");
  m_result.flow = m_options.name.empty() ? make_alias(m_source_name, k_longest_flow, "imported") : m_options.name;
  if (m_options.name.empty() && is_reserved_flow_name(m_result.flow)) {
    m_result.flow += "-flow";
  }
  m_result.file = fmt::format("{}flows/{}.yaml", m_folder, m_result.flow);
  if (const auto known = m_options.flow_layers.find(m_result.flow); known != m_options.flow_layers.end()) {
    block.error("flow-exists",
                fmt::format("a flow with the name `{}` is in environments/{} already", m_result.flow, known->second),
                block.get("name"), "give this one another name with --name NAME, or remove that one");
  }
}

void Converter::find_credentials(const Node* properties_file)
{
  std::vector<CredentialUse> uses;
  const auto add = [&](const BlockReader& block, const char* type) {
    const auto* value = block.get("data_credentials");
    value = value != nullptr ? value : block.get("data_credentials_id");
    if (value != nullptr) {
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
    properties = read_properties(*properties_file, blocks, m_reading.files, m_reading.diagnostics);
  }
  auto aliases = find_aliases(uses, properties, m_options.credentials, m_reading.files, m_reading.diagnostics);
  m_alias_of = std::move(aliases.by_block);
  m_result.credentials = std::move(aliases.added);
}

void Converter::put_credential(MapBuilder& map, BlockReader& block, bool is_needed)
{
  if (const auto alias = m_alias_of.find(block.name()); alias != m_alias_of.end()) {
    map.put("credential", alias->second);
  } else if (is_needed && block.get("data_credentials") == nullptr && block.get("data_credentials_id") == nullptr) {
    block.warning("missing-credential", fmt::format("`{}` names no credential", printable(block.name())), nullptr,
                  "add `credential:` to the flow that is written");
  }
}

void Converter::put_state(MapBuilder& map, BlockReader& block)
{
  const auto* const status = block.get("status");
  if (status != nullptr && upper(status->text()) == "PAUSED") {
    map.put("state", std::string("paused"));
  }
}

void Converter::put_description(MapBuilder& map, BlockReader& block)
{
  if (const auto text = strip_marks(block.text("description")); !text.empty()) {
    map.put("description", spec_text(text));
  }
}

void Converter::put_tags(MapBuilder& map, BlockReader& block) const
{
  if (const auto* const tags = block.get("tags"); tags != nullptr && !tags->items().empty()) {
    map.put("tags", spec_config(*tags, m_name_secret));
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
  if (const auto times = scheduled_times(cron->text(), m_options.now); times && times->last && !times->next) {
    block.warning("schedule-over",
                  fmt::format("the schedule `{}` was due for the last time on {} and never starts again",
                              printable(cron->text()), format_timestamp(*times->last)),
                  cron, "give the flow another `start.cron`, such as \"0 0 0 * * ? *\" for each midnight");
  }
}

NodePtr Converter::source()
{
  auto block = source_reader();
  MapBuilder map;
  map.put("name", spec_text(m_source_name));
  put_description(map, block);
  put_tags(map, block);
  const auto type = block.needed_text("source_type");
  map.put("type", spec_text(type));
  put_credential(map, block, source_needs_credential(type));
  put_config(map, block, "source_config");
  check_schedule(block);
  if (const auto flow_type = block.text("flow_type"); !flow_type.empty() && flow_type != "streaming") {
    map.put("api", MapBuilder{}.put("flow_type", spec_text(flow_type)).build());
  }
  put_code(map, block, m_result.flow);
  put_state(map, block);
  block.warn_left_over({"name", "description", "tags", "data_credentials", "data_credentials_id", "source_type",
                        "ingest_method", "source_config", "flow_type", "code_container", "code_container_id",
                        "status"});
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
  put_from(map, block, {"data_set_id", "data_set"});
  if (!name.empty()) {
    map.put("name", spec_text(name));
  }
  put_description(map, block);
  put_tags(map, block);
  const auto type = block.needed_text("sink_type");
  map.put("type", spec_text(type));
  if (type == "data_map") {
    put_lookup(map, block);
  }
  put_code(map, block, m_result.flow + "-" + key);
  put_credential(map, block, sink_needs_credential(type));
  put_config(map, block, "sink_config");
  if (const auto* const create = block.get("create_destination"); create != nullptr && create->text() == "true") {
    map.put("create_destination", make_scalar(NodeKind::boolean, "true"));
  }
  put_state(map, block);
  block.warn_left_over({"name", "description", "tags", "data_credentials", "data_credentials_id", "sink_type",
                        "sink_config", "data_set_id", "data_set", "create_destination", "status", "code_container",
                        "code_container_id", "data_map", "data_map_id"});
  return map.build();
}

void Converter::adopt()
{
  for (const auto& [block, id] : m_properties.to_update) {
    if (block == "source") {
      m_result.adopted.emplace(Address{ResourceKind::source, m_result.flow, ""}, id);
    } else if (const auto nexset = m_nexset_of.find(block); nexset != m_nexset_of.end()) {
      m_result.adopted.emplace(Address{ResourceKind::nexset, m_result.flow, nexset->second}, id);
    } else if (const auto sink = m_sink_of.find(block); sink != m_sink_of.end()) {
      m_result.adopted.emplace(Address{ResourceKind::sink, m_result.flow, sink->second}, id);
    } else if (const auto shared = m_shared->address_of(block)) {
      m_result.adopted.emplace(*shared, id);
    } else {
      m_reading.diagnostics.warning(
          "not-imported", fmt::format("the properties file gives an id for `{}`, which is not a block of the flow file",
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
  if (!m_reading.by_nexla.empty()) {
    std::vector<std::string> fields;
    for (const auto& field : m_reading.by_nexla) {
      fields.push_back("`" + field + "`");
    }
    m_result.notes.push_back(fmt::format("left out, because Nexla writes them by itself: {}", join_words(fields)));
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
