#include "base/printable.hpp"
#include "importer/converter.hpp"
#include "model/alias.hpp"
#include "spec/script_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

void Converter::put_transform(MapBuilder& map, BlockReader& block)
{
  for (const auto* const key : {"transform", "transform_id", "code_container_id"}) {
    const auto* const value = block.get(key);
    const auto shared = value != nullptr ? m_shared->named(*value, ResourceKind::transform) : std::nullopt;
    if (shared) {
      map.put("transform", MapBuilder{}.put("ref", shared->key).build());
      return;
    }
  }
  const auto* const transform = block.get("transform");
  const auto* const container = container_of(block);
  if (transform != nullptr && transform->is_map()) {
    if (auto object = transform_object(*transform, block)) {
      map.put("transform", std::move(object));
    }
  } else if (transform != nullptr && transform->is_list()) {
    map.put("transform", transform_of(code_of_operations(make_list(transform->items(), transform->at)), block));
  } else if (container != nullptr) {
    auto inner = inner_reader(*container, block);
    if (const auto code = read_code(inner)) {
      map.put("transform", transform_of(*code, block));
    }
  } else {
    for (const auto* const key : {"transform", "transform_id", "code_container_id"}) {
      if (const auto* const value = block.get(key)) {
        block.warning("not-imported",
                      fmt::format("`{}` of `{}` names a transform that is not in this file: it is left out", key,
                                  printable(block.name())),
                      value, "add `transform:` to the nexset that is written; without it records pass unchanged");
      }
    }
  }
}

NodePtr Converter::transform_object(const Node& transform, BlockReader& block)
{
  if (const auto script = spec::script_of_transform(to_json(transform))) {
    return transform_of({script->type, script->text, nullptr, script->extension}, block);
  }
  // What an untransformed set shows, and what the service adds to every transform, says nothing.
  const auto plain = spec::plain_transform(to_json(transform));
  if (plain["transforms"].empty() && plain["data_maps"].empty()) {
    return nullptr;
  }
  auto entries = transform.entries();
  std::erase_if(entries, [&](const Entry& entry) { return !plain.contains(entry.key); });
  return m_shared->with_references(spec_config(*make_map(std::move(entries), transform.at), m_name_secret));
}

NodePtr Converter::transform_of(const CodeBlock& code, BlockReader& block)
{
  return code.operations != nullptr ? operations(*code.operations) : script(code, "transforms", file_stem(block));
}

const Node* Converter::container_of(BlockReader& block) const
{
  const auto* const own = block.get("code_container");
  const auto* const named = block.get("code_container_id");
  return own != nullptr && own->is_map() ? own
         : named != nullptr              ? m_shared->body(*named, ResourceKind::code)
                                         : nullptr;
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
  for (int number = 2; is_there(m_folder + name); ++number) {
    name = fmt::format("{}/{}-{}{}", folder, stem, number, code.extension);
  }
  m_result.scripts.emplace(m_folder + name, code.text);
  return MapBuilder{}.put("file", "../" + name).put("type", spec_text(code.type)).build();
}

void Converter::put_code(MapBuilder& map, BlockReader& block, const std::string& stem)
{
  if (const auto* const container = container_of(block); container != nullptr) {
    auto inner = inner_reader(*container, block);
    if (const auto code = read_code(inner); code && code->operations == nullptr) {
      map.put("code", script(*code, "code", stem));
    } else if (code) {
      block.warning(
          "not-imported",
          fmt::format("the code of `{}` is a list of operations, no script: it is left out", printable(block.name())),
          container, "write it into a file and name that under `code:`");
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
    for (const auto kind : {ResourceKind::sink, ResourceKind::lookup}) {
      const auto* const shared = value != nullptr ? m_shared->body(*value, kind) : nullptr;
      body = shared != nullptr ? shared : body;
    }
  }
  if (body == nullptr || !body->is_map()) {
    block.warning("not-imported",
                  fmt::format("the lookup that `{}` fills is not in this file", printable(block.name())), nullptr,
                  "add `lookup: {primary_key: ...}` to the sink that is written");
    return;
  }
  auto inner = inner_reader(*body, block);
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
