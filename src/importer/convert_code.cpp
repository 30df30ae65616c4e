#include "base/printable.hpp"
#include "importer/converter.hpp"
#include "model/alias.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

void Converter::put_transform(MapBuilder& map, BlockReader& block)
{
  for (const auto* const key : {"transform", "transform_id", "code_container_id"}) {
    const auto* const value = block.get(key);
    const auto shared = value != nullptr ? m_shared->named(*value, Role::transform) : std::nullopt;
    if (shared) {
      map.put("transform", MapBuilder{}.put("ref", shared->key).build());
      return;
    }
  }
  const auto* const transform = block.get("transform");
  if (transform != nullptr && transform->is_map()) {
    map.put("transform", m_shared->with_references(spec_config(*transform, m_name_secret)));
    return;
  }
  const auto* const container = block.get("code_container");
  if (transform != nullptr && transform->is_list()) {
    map.put("transform", operations(*transform));
  } else if (container != nullptr && container->is_map()) {
    BlockReader inner(*container, container->at, block.name(), m_files, m_diagnostics);
    if (const auto code = read_code(inner)) {
      map.put("transform", code->operations != nullptr ? operations(*code->operations)
                                                       : script(*code, "transforms", file_stem(block)));
    }
  } else {
    for (const auto* const key : {"transform", "transform_id", "code_container_id"}) {
      if (const auto* const value = block.get(key)) {
        block.warning("not-imported",
                      fmt::format("`{}` of `{}` names a transform that is not in this file: it is left out", key,
                                  printable(block.name())),
                      value, "add `transform:` to the nexset that is written");
      }
    }
  }
}

NodePtr Converter::operations(const Node& list)
{
  return MapBuilder{}
      .put("version", make_scalar(NodeKind::integer, "1"))
      .put("transforms", m_shared->with_references(spec_config(list, m_name_secret)))
      .build();
}

std::string Converter::file_stem(const BlockReader& block) const
{
  const auto nexset = m_nexset_of.find(block.name());
  return m_result.flow + "-" + (nexset != m_nexset_of.end() ? nexset->second : make_alias(block.name(), 32, "code"));
}

NodePtr Converter::script(const CodeBlock& code, const std::string& folder, const std::string& stem)
{
  auto name = fmt::format("{}/{}{}", folder, stem, code.extension);
  const auto is_there = [&](const std::string& path) {
    return m_result.scripts.contains(path) || (m_options.exists && m_options.exists(path));
  };
  for (int number = 2; is_there("environments/base/" + name); ++number) {
    name = fmt::format("{}/{}-{}{}", folder, stem, number, code.extension);
  }
  m_result.scripts.emplace("environments/base/" + name, code.text);
  return MapBuilder{}.put("file", "../" + name).put("type", spec_text(code.type)).build();
}

void Converter::put_code(MapBuilder& map, BlockReader& block, const std::string& stem)
{
  if (const auto* const container = block.get("code_container"); container != nullptr && container->is_map()) {
    BlockReader inner(*container, container->at, block.name(), m_files, m_diagnostics);
    if (const auto code = read_code(inner); code && code->operations == nullptr) {
      map.put("code", script(*code, "code", stem));
    }
  } else if (const auto* const id = block.get("code_container_id"); id != nullptr) {
    block.warning("not-imported",
                  fmt::format("the code of `{}` is not in this file: it is left out", printable(block.name())), id,
                  "write it into a file and name that under `code:`");
  }
}

void Converter::put_lookup(MapBuilder& map, BlockReader& block)
{
  const auto* body = block.get("data_map");
  for (const auto* const key : {"data_map", "data_map_id"}) {
    const auto* const value = block.get(key);
    const auto shared = value != nullptr ? m_shared->named(*value, Role::lookup) : std::nullopt;
    body = shared ? m_shared->lookup(shared->key) : body;
  }
  if (body == nullptr || !body->is_map()) {
    block.warning("not-imported",
                  fmt::format("the lookup that `{}` fills is not in this file", printable(block.name())), nullptr,
                  "add `lookup: {primary_key: ...}` to the sink that is written");
    return;
  }
  BlockReader inner(*body, body->at, block.name(), m_files, m_diagnostics);
  MapBuilder lookup;
  if (const auto name = inner.text("name"); !name.empty()) {
    lookup.put("name", spec_text(name));
  }
  lookup.put("primary_key", spec_text(inner.needed_text("map_primary_key")));
  if (const auto* const defaults = inner.get("data_defaults");
      defaults != nullptr && defaults->is_map() && !defaults->entries().empty()) {
    lookup.put("defaults", spec_config(*defaults, m_name_secret));
  }
  map.put("lookup", lookup.build());
}

} // namespace flowsync::importer
