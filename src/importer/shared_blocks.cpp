#include "importer/shared_blocks.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "importer/block_reader.hpp"
#include "importer/code_block.hpp"
#include "importer/properties_file.hpp"
#include "model/alias.hpp"
#include "model/mark.hpp"
#include "spec/document.hpp"
#include "spec/map_builder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

using spec::MapBuilder;

void put_words(MapBuilder& spec, BlockReader& block, const spec::NameSecret& name_secret)
{
  if (const auto name = block.text("name"); !name.empty()) {
    spec.put("name", spec::spec_text(name));
  }
  if (const auto text = strip_marks(block.text("description")); !text.empty()) {
    spec.put("description", spec::spec_text(text));
  }
  if (const auto* const tags = block.get("tags"); tags != nullptr && !tags->items().empty()) {
    spec.put("tags", spec::spec_config(*tags, name_secret));
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

bool is_placeholder(std::string_view text)
{
  text = trim(text);
  if (text.size() < 3 || text.front() != '<' || text.back() != '>') {
    return false;
  }
  const auto word = trim(text.substr(1, std::min(text.find(':'), text.size() - 1) - 1));
  return word.ends_with("_id") &&
         std::all_of(word.begin(), word.end(), [](char c) { return c == '_' || (c >= 'a' && c <= 'z'); });
}

bool names_block(std::string_view word, const Block& block, const std::map<std::string, ResourceId>& exported)
{
  if (word == block.key) {
    return true;
  }
  const auto* const own = block.body->get("id");
  const auto had = exported.find(block.key);
  return !word.empty() && ((own != nullptr && own->is_scalar() && own->text() == word) ||
                           (had != exported.end() && std::to_string(had->second) == word));
}

SharedBlocks::SharedBlocks(const ClassicFile& file, const std::string& layer,
                           const std::function<bool(ResourceKind, const std::string&)>& is_taken,
                           const spec::NameSecret& name_secret, const std::map<std::string, ResourceId>& exported,
                           ReadingContext& reading)
    : m_layer(layer),
      m_is_taken(is_taken),
      m_name_secret(name_secret),
      m_exported(exported),
      m_reading(reading)
{
  for (const auto& block : file.lookups) {
    add_lookup(block);
  }
  for (const auto& block : file.transforms) {
    add_transform(block);
  }
  for (const auto& block : file.codes) {
    const auto* const name = block.body->get("name");
    m_known.push_back(
        {Address{ResourceKind::code, "", block.key}, block, name != nullptr ? name->text() : std::string()});
  }
}

const SharedBlocks::Known* SharedBlocks::find(const Node& value, ResourceKind kind) const
{
  const auto word = named_word(value.text());
  const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Known& known) {
    return known.address.kind == kind && !word.empty() &&
           (names_block(word, known.block, m_exported) || (value.is_string() && known.name == word));
  });
  return found != m_known.end() ? &*found : nullptr;
}

std::optional<Address> SharedBlocks::named(const Node& value, ResourceKind kind) const
{
  const auto* const known = find(value, kind);
  return known != nullptr ? std::optional(known->address) : std::nullopt;
}

std::optional<Address> SharedBlocks::address_of(const std::string& block) const
{
  const auto found = std::find_if(m_known.begin(), m_known.end(), [&](const Known& known) {
    return known.address.kind != ResourceKind::code && known.address.kind != ResourceKind::sink &&
           known.block.key == block;
  });
  return found != m_known.end() ? std::optional(found->address) : std::nullopt;
}

const Node* SharedBlocks::body(const Node& value, ResourceKind kind) const
{
  const auto* const known = find(value, kind);
  return known != nullptr ? known->block.body.get() : nullptr;
}

NodePtr SharedBlocks::with_references(const NodePtr& tree, std::string_view key) const
{
  if (tree->is_list()) {
    auto items = tree->items();
    std::transform(items.begin(), items.end(), items.begin(),
                   [&](const auto& item) { return with_references(item, key); });
    return make_list(std::move(items), tree->at);
  }
  if (tree->is_map()) {
    auto entries = tree->entries();
    for (auto& entry : entries) {
      entry.value = with_references(entry.value, entry.key);
    }
    return make_map(std::move(entries), tree->at);
  }
  // A name alone may be any text; a block's key, a placeholder and what stands under these keys are meant.
  const bool is_id = key == "map.id" || key == "data_map_id" || key == "data_maps";
  const bool meant =
      is_id || (tree->is_string() &&
                (is_placeholder(tree->text()) || std::any_of(m_known.begin(), m_known.end(), [&](const Known& known) {
                   return known.address.kind == ResourceKind::lookup && known.block.key == tree->text();
                 })));
  if (!meant) {
    return tree;
  }
  if (const auto address = named(*tree, ResourceKind::lookup)) {
    return make_scalar(NodeKind::string, fmt::format("${{ref.{}.id}}", address->text()));
  }
  if (find(*tree, ResourceKind::sink) != nullptr) {
    m_reading.diagnostics.warning(
        "foreign-id",
        fmt::format("`{}` is a lookup that a sink fills; a spec cannot refer to it yet", printable(tree->text())),
        m_reading.files.locate(tree->at), "write its id here once it exists");
  } else if (is_placeholder(tree->text()) || (is_id && id_of(*tree))) {
    m_reading.diagnostics.warning(
        "foreign-id", fmt::format("`{}` stands for something that is not in this file", printable(tree->text())),
        m_reading.files.locate(tree->at),
        "write the id that it has in the account that the flow goes to, or ${ref.lookup/NAME.id}");
  }
  return tree;
}

void SharedBlocks::add_document(const Address& address, MapBuilder& spec)
{
  const auto& kind = facts(address.kind);
  m_documents.push_back({fmt::format("environments/{}/{}/{}.yaml", m_layer, kind.folder, address.key),
                         std::string(kind.word),
                         spec::make_document(spec::document_of(address.kind).value(), address.key, spec.build())});
}

// Fields that a spec has no word for, and what `api` holds already.
void SharedBlocks::put_api(MapBuilder& spec, MapBuilder& api, BlockReader& block,
                           std::initializer_list<const char*> fields) const
{
  for (const auto* const key : fields) {
    const auto* const value = block.get(key);
    if (value != nullptr && !(value->items().empty() && value->entries().empty())) {
      api.put(key, spec::spec_config(*value, m_name_secret));
    }
  }
  if (!api.empty()) {
    spec.put("api", api.build());
  }
}

Address SharedBlocks::new_address(ResourceKind kind, const Block& block, const std::string& name)
{
  const std::string fallback(kind_word(kind));
  const auto key = unique_alias(make_alias(name, k_longest_flow, fallback), k_longest_flow, [&](const auto& other) {
    return m_is_taken(kind, other) || std::any_of(m_known.begin(), m_known.end(), [&](const Known& known) {
             return known.address == Address{kind, "", other};
           });
  });
  m_known.push_back({Address{kind, "", key}, block, name});
  return m_known.back().address;
}

void SharedBlocks::add_lookup(const Block& found)
{
  BlockReader block(*found.body, found.key_at, found.key, m_reading);
  if (block.get("data_sink_id") != nullptr || block.get("data_sink") != nullptr) {
    m_known.push_back({Address{ResourceKind::sink, "", found.key}, found, block.text("name")});
    return; // the sink that fills it describes it
  }
  const auto address = new_address(ResourceKind::lookup, found, block.text("name"));
  MapBuilder spec;
  put_words(spec, block, m_name_secret);
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
                        "entries", "data_type", "tags"});
  add_document(address, spec);
}

void SharedBlocks::add_transform(const Block& found)
{
  const auto* const inner = found.body->get("code_container");
  const bool wrapped = inner != nullptr && inner->is_map();
  BlockReader block(wrapped ? *inner : *found.body, found.key_at, found.key, m_reading);
  const auto address = new_address(ResourceKind::transform, found, block.text("name"));
  MapBuilder spec;
  put_words(spec, block, m_name_secret);
  if (const auto output = block.text("output_type"); !output.empty() && output != "record") {
    spec.put("output", spec::spec_text(output));
  }
  if (const auto code = read_code(block)) {
    spec.put("type", spec::spec_text(code->type));
    spec.put("code", code->operations != nullptr ? spec::spec_config(*code->operations, m_name_secret)
                                                 : spec::spec_text(code->text));
  }
  MapBuilder api;
  put_api(spec, api, block, {"custom_config"});
  block.warn_left_over({"name", "description", "output_type", "code_type", "code_encoding", "code", "reusable",
                        "resource_type", "repo_type", "tags", "custom_config"});
  add_document(address, spec);
}

} // namespace flowsync::importer
