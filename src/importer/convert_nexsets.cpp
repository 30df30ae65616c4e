#include "base/printable.hpp"
#include "base/text.hpp"
#include "importer/converter.hpp"
#include "model/alias.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::importer {

namespace {

// How a set may name its parent: as it is written, and as replies show it.
constexpr std::array<std::string_view, 4> k_parents{"parent_data_set_id", "parent_dataset_id", "parent_data_sets",
                                                    "parent"};

} // namespace

NodePtr Converter::nexsets()
{
  std::vector<NodePtr> list;
  for (const auto& detected : m_file.detected) {
    list.push_back(nexset(detected));
  }
  for (const auto& derived : m_file.derived) {
    list.push_back(derived_set(derived));
  }
  refuse_circles();
  return make_list(std::move(list));
}

void Converter::sort_sets()
{
  const auto is_detected = [](const Block& block) {
    const auto has = [&](const char* key) {
      const auto* const value = block.body->get(key);
      return value != nullptr && value->kind != NodeKind::null && !(value->is_list() && value->items().empty());
    };
    return has("data_source_id") && !has("transform") && !has("transform_id") &&
           std::none_of(k_parents.begin(), k_parents.end(), [&](const auto& key) { return has(key.data()); });
  };
  for (const auto& block : m_file.derived) {
    if (is_detected(block)) {
      auto inferred = reader(block);
      inferred.warning(
          "inferred",
          fmt::format("`{}` has no parent and names the source: it is read as a detected set", printable(block.key)),
          nullptr);
      m_file.detected.push_back(block);
    }
  }
  std::erase_if(m_file.derived, is_detected);
}

void Converter::choose_keys()
{
  const auto choose = [&](const Block& block, const std::string& name, const std::string& fallback) {
    m_nexset_of.emplace(block.key, unique_alias(make_alias(name, k_longest_key, fallback), k_longest_key,
                                                [&](const auto& other) { return is_value_of(m_nexset_of, other); }));
  };
  for (const auto& detected : m_file.detected) {
    choose(detected, split_detected_name(reader(detected).text("name")).rest, detected_fallback(detected));
  }
  for (const auto& derived : m_file.derived) {
    choose(derived, reader(derived).text("name"), fmt::format("nexset-{}", derived.number));
  }
}

NodePtr Converter::derived_set(const Block& derived)
{
  auto block = reader(derived);
  MapBuilder map;
  map.put("key", m_nexset_of.at(derived.key));
  put_from(map, block, {"parent_data_set_id", "parent_dataset_id", "parent_data_sets", "parent", "data_set_id"});
  if (const auto name = block.text("name"); !name.empty()) {
    map.put("name", spec_text(name));
  }
  put_description(map, block);
  put_tags(map, block);
  put_transform(map, block);
  put_validation(map, block);
  put_state(map, block);
  if (const auto* const config = block.get("custom_config"); config != nullptr && !config->entries().empty()) {
    map.put("api", MapBuilder{}.put("custom_config", spec_config(*config, m_name_secret)).build());
  }
  block.warn_left_over({"name",
                        "description",
                        "parent_data_set_id",
                        "parent_dataset_id",
                        "parent_data_sets",
                        "data_set_id",
                        "parent",
                        "transform",
                        "transform_id",
                        "code_container",
                        "code_container_id",
                        "has_custom_transform",
                        "output_schema",
                        "source_schema",
                        "output_schema_annotations",
                        "output_validation_schema",
                        "output_schema_validation_enabled",
                        "tags",
                        "custom_config",
                        "status",
                        "data_source_id",
                        "sharers"});
  return map.build();
}

void Converter::put_validation(MapBuilder& map, BlockReader& block)
{
  MapBuilder validation;
  if (const auto* const enabled = block.get("output_schema_validation_enabled");
      enabled != nullptr && enabled->text() == "true") {
    validation.put("enabled", make_scalar(NodeKind::boolean, "true"));
  }
  if (const auto* const schema = block.get("output_validation_schema");
      schema != nullptr && schema->is_map() && !schema->entries().empty()) {
    validation.put("schema", spec_config(*schema, m_name_secret));
  }
  if (!validation.empty()) {
    map.put("validation", validation.build());
  }
  const auto* const says = block.get("output_schema_annotations");
  const auto* const properties = says != nullptr ? says->get("properties") : nullptr;
  MapBuilder annotations;
  for (const auto& entry : properties != nullptr ? properties->entries() : std::vector<Entry>{}) {
    if (const auto* const text = entry.value->get("description"); text != nullptr && text->is_string()) {
      annotations.put(entry.key, spec_text(text->text()));
    }
  }
  if (!annotations.empty()) {
    map.put("annotations", annotations.build());
  }
}

NodePtr Converter::nexset(const Block& detected)
{
  auto block = reader(detected);
  const auto name = block.text("name");
  const auto parts = split_detected_name(name);
  MapBuilder map;
  map.put("key", m_nexset_of.at(detected.key));
  map.put("detected", MapBuilder{}.put("index", index(detected, parts, block)).build());
  // What Nexla writes by itself is not a wish of anybody.
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
  put_tags(map, block);
  put_validation(map, block);
  block.warn_left_over({"name", "description", "data_source_id", "parent_data_set_id", "parent_data_sets",
                        "source_schema", "output_schema", "tags", "sharers", "status", "output_schema_annotations",
                        "output_validation_schema", "output_schema_validation_enabled", "has_custom_transform"});
  return map.build();
}

std::string Converter::detected_fallback(const Block& detected)
{
  return detected.number > 0 ? fmt::format("detected-{}", detected.number) : std::string("detected");
}

bool Converter::is_value_of(const std::map<std::string, std::string>& map, const std::string& value)
{
  return std::any_of(map.begin(), map.end(), [&](const auto& entry) { return entry.second == value; });
}

NodePtr Converter::index(const Block& detected, const DetectedName& name, BlockReader& block)
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

const Block* Converter::nexset_block(const Node& value) const
{
  // As replies show it: an object with its id, or a list with one.
  const auto* one = value.is_list() && value.items().size() == 1 ? value.items().front().get() : &value;
  if (one->is_map()) {
    const auto* const id = one->get("id");
    one = id != nullptr ? id : one->get("name");
  }
  const auto word = one != nullptr ? named_word(one->text()) : std::string();
  const Block* by_name = nullptr;
  int with_name = 0;
  for (const auto* const sets : {&m_file.detected, &m_file.derived}) {
    for (const auto& block : *sets) {
      if (names_block(word, block, m_properties.exported)) {
        return &block;
      }
      const auto* const name = block.body->get("name");
      if (name != nullptr && name->is_string() && !word.empty() && name->text() == word) {
        by_name = &block;
        ++with_name;
      }
    }
  }
  return with_name == 1 ? by_name : nullptr;
}

void Converter::put_from(MapBuilder& map, BlockReader& block, std::initializer_list<std::string_view> keys)
{
  const Node* value = nullptr;
  for (const auto key : keys) {
    const auto* const found = block.get(key);
    value = value == nullptr && found != nullptr && !(found->is_list() && found->items().empty()) ? found : value;
  }
  const Block* from = nullptr;
  if (value != nullptr) {
    from = nexset_block(*value);
    if (from == nullptr || from->key == block.name()) {
      block.error("unknown-block",
                  value->is_scalar()
                      ? fmt::format("`{}` is not a block of `detected_dataset` or `dataset`", printable(value->text()))
                      : fmt::format("`{}` must name one nexset that the file has", *keys.begin()),
                  value,
                  id_of(*value) ? "a properties file (--properties) says which block an id stood for"
                                : "write the key of the block that it comes from");
      return;
    }
  } else if (m_file.detected.size() == 1) {
    from = &m_file.detected.front();
    block.warning("inferred",
                  fmt::format("`{}` names no parent: it is put below `{}`, the only detected set",
                              printable(block.name()), m_nexset_of.at(from->key)),
                  nullptr, "correct `from:` in the flow that is written if that is wrong");
  } else {
    block.error("missing-key", fmt::format("`{}` of `{}` is missing", *keys.begin(), printable(block.name())), nullptr,
                "which nexset does it come from?");
    return;
  }
  m_parent_of.emplace(block.name(), from->key);
  map.put("from", m_nexset_of.at(from->key));
}

void Converter::refuse_circles()
{
  for (const auto& derived : m_file.derived) {
    auto at = derived.key;
    for (std::size_t steps = 0; steps <= m_file.derived.size() && !at.empty(); ++steps) {
      const auto parent = m_parent_of.find(at);
      at = parent != m_parent_of.end() ? parent->second : std::string();
      if (at == derived.key) {
        reader(derived).error("cycle", fmt::format("`{}` comes from itself", printable(derived.key)), nullptr,
                              "name another parent for it");
        return;
      }
    }
  }
}

} // namespace flowsync::importer
