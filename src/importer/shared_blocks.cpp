#include "importer/shared_blocks.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "importer/block_reader.hpp"
#include "importer/code_block.hpp"
#include "model/alias.hpp"
#include "model/mark.hpp"
#include "spec/map_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

using spec::MapBuilder;

NodePtr document_of(const std::string& kind, const std::string& name, MapBuilder& spec)
{
  return MapBuilder{}
      .put("apiVersion", std::string("flowsync/v1"))
      .put("kind", kind)
      .put("metadata", MapBuilder{}.put("name", name).build())
      .put("spec", spec.build())
      .build();
}

void put_words(MapBuilder& spec, BlockReader& block)
{
  if (const auto name = block.text("name"); !name.empty()) {
    spec.put("name", spec::spec_text(name));
  }
  if (const auto text = strip_marks(block.text("description")); !text.empty()) {
    spec.put("description", spec::spec_text(text));
  }
}

} // namespace

std::string named_word(std::string_view text)
{
  text = trim(text);
  if (text.size() > 2 && text.front() == '<' && text.back() == '>') {
    text = text.substr(1, text.size() - 2);
    const auto colon = text.find(':');
    text = trim(colon == std::string_view::npos ? text : text.substr(colon + 1));
  }
  return std::string(text);
}

SharedBlocks::SharedBlocks(const ClassicFile& file, const std::function<bool(Role, const std::string&)>& is_taken,
                           const spec::NameSecret& name_secret, const SourceFiles& files, Diagnostics& diagnostics)
    : m_is_taken(is_taken),
      m_name_secret(name_secret),
      m_files(files),
      m_diagnostics(diagnostics)
{
  for (const auto& block : file.lookups) {
    add_lookup(block);
  }
  for (const auto& block : file.transforms) {
    add_transform(block);
  }
}

std::optional<Address> SharedBlocks::named(const Node& value, Role role) const
{
  const auto word = value.is_string() ? named_word(value.text()) : std::string();
  const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Known& known) {
    return known.address.role == role && !word.empty() && (known.block == word || known.name == word);
  });
  return found != m_known.end() ? std::optional(found->address) : std::nullopt;
}

const Node* SharedBlocks::lookup(const std::string& name) const
{
  const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Known& known) {
    return known.address.role == Role::lookup && known.address.key == name;
  });
  return found != m_known.end() ? found->body.get() : nullptr;
}

NodePtr SharedBlocks::with_references(const NodePtr& tree) const
{
  if (tree->is_list()) {
    auto items = tree->items();
    std::transform(items.begin(), items.end(), items.begin(), [&](const auto& item) { return with_references(item); });
    return make_list(std::move(items), tree->at);
  }
  if (tree->is_map()) {
    auto entries = tree->entries();
    for (auto& entry : entries) {
      entry.value = with_references(entry.value);
    }
    return make_map(std::move(entries), tree->at);
  }
  // A name alone may be any text; a block's key or a placeholder is meant.
  const bool meant = tree->is_string() && (tree->text().starts_with("<data_map") ||
                                           std::any_of(m_known.begin(), m_known.end(), [&](const Known& known) {
                                             return known.address.role == Role::lookup && known.block == tree->text();
                                           }));
  const auto address = meant ? named(*tree, Role::lookup) : std::nullopt;
  return address ? make_scalar(NodeKind::string, fmt::format("${{ref.{}.id}}", address->text())) : tree;
}

Address SharedBlocks::new_address(Role role, const Block& block, const std::string& name)
{
  const auto fallback = role == Role::lookup ? "lookup" : "transform";
  const auto key = unique_alias(make_alias(name, k_longest_flow, fallback), k_longest_flow, [&](const auto& other) {
    return m_is_taken(role, other) || std::any_of(m_known.begin(), m_known.end(), [&](const Known& known) {
             return known.address == Address{role, "", other};
           });
  });
  m_known.push_back({Address{role, "", key}, block.key, name, block.body});
  return m_known.back().address;
}

void SharedBlocks::add_lookup(const Block& found)
{
  BlockReader block(*found.body, found.key_at, found.key, m_files, m_diagnostics);
  const auto address = new_address(Role::lookup, found, block.text("name"));
  const bool by_sink = block.get("data_sink_id") != nullptr || block.get("data_sink") != nullptr;
  if (by_sink) {
    return; // the sink that fills it describes it
  }
  MapBuilder spec;
  put_words(spec, block);
  spec.put("primary_key", spec::spec_text(block.needed_text("map_primary_key")));
  const auto* const defaults = block.get("data_defaults");
  const bool has_defaults = defaults != nullptr && defaults->is_map() && !defaults->entries().empty();
  if (has_defaults) {
    spec.put("defaults", spec::spec_config(*defaults, m_name_secret));
  }
  MapBuilder api;
  if (const auto* const emit = block.get("emit_data_default");
      emit != nullptr && emit->kind == NodeKind::boolean && (emit->text() == "true") != has_defaults) {
    api.put("emit_data_default", make_scalar(NodeKind::boolean, emit->text()));
  }
  const auto* rows = block.get("data_map");
  rows = rows != nullptr ? rows : block.get("entries");
  if (rows != nullptr && rows->is_list()) {
    spec.put("entries", spec::spec_config(*rows, m_name_secret));
  } else {
    block.warning("not-imported", fmt::format("`{}` holds no entries", printable(found.key)), nullptr,
                  "add `entries:` to the lookup that is written, or a CSV file");
  }
  if (!api.empty()) {
    spec.put("api", api.build());
  }
  block.warn_left_over({"name", "description", "map_primary_key", "data_defaults", "emit_data_default", "data_map",
                        "entries", "data_type", "data_format", "id", "map_entry_count", "map_entry_schema"});
  m_documents.push_back({fmt::format("environments/base/lookups/{}.yaml", address.key), "lookup",
                         document_of("Lookup", address.key, spec)});
}

void SharedBlocks::add_transform(const Block& found)
{
  const auto* const inner = found.body->get("code_container");
  const bool wrapped = inner != nullptr && inner->is_map();
  BlockReader block(wrapped ? *inner : *found.body, found.key_at, found.key, m_files, m_diagnostics);
  const auto address = new_address(Role::transform, found, block.text("name"));
  MapBuilder spec;
  put_words(spec, block);
  if (const auto output = block.text("output_type"); !output.empty() && output != "record") {
    spec.put("output", spec::spec_text(output));
  }
  if (const auto code = read_code(block)) {
    spec.put("type", spec::spec_text(code->type));
    spec.put("code", code->operations != nullptr ? spec::spec_config(*code->operations, m_name_secret)
                                                 : spec::spec_text(code->text));
  }
  block.warn_left_over({"name", "description", "output_type", "code_type", "code_encoding", "code", "reusable", "id",
                        "resource_type", "repo_type"});
  m_documents.push_back({fmt::format("environments/base/transforms/{}.yaml", address.key), "transform",
                         document_of("Transform", address.key, spec)});
}

} // namespace flowsync::importer
