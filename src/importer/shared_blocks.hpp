#pragma once

#include "importer/block_reader.hpp"
#include "importer/classic_file.hpp"
#include "importer/left_out_secrets.hpp"
#include "model/address.hpp"
#include "model/live.hpp"
#include "spec/config_tree.hpp"
#include "spec/map_builder.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::importer {

// A further document that an import writes.
struct ImportedDocument
{
  std::string file; // relative to the root
  std::string kind; // "lookup" or "transform"
  NodePtr document;
};

// WORD of a text "WORD" and of a placeholder "<some_id: WORD>".
std::string named_word(std::string_view text);

// Whether a text is a placeholder: "<some_id>", "<some_id: WORD>".
bool is_placeholder(std::string_view text);

// Whether `word` names a block: by its key, by the `id` in it, or by the id that it had where it was exported.
bool names_block(std::string_view word, const Block& block, const std::map<std::string, ResourceId>& exported);

// The lookups and reusable transforms of a classic file as documents of their own, and how its other blocks name them,
// and code: by the key of their block, by a placeholder with that key or the name, or by the id that they had.
class SharedBlocks
{
public:
  // `is_taken`: whether a document of that kind and name exists. `layer`: the folder that the documents go to.
  // `exported`: ids by block, from the properties file. All but `layer` must outlive it.
  SharedBlocks(const ClassicFile& file, const std::string& layer,
               const std::function<bool(ResourceKind, const std::string&)>& is_taken,
               const spec::NameSecret& name_secret, const std::map<std::string, ResourceId>& exported,
               ReadingContext& reading);

  const std::vector<ImportedDocument>& documents() const { return m_documents; }
  // The address that a value of another block names; nothing when it names none.
  std::optional<Address> named(const Node& value, ResourceKind kind) const;
  // The address of the block with this key; nothing when it is none of these, or code.
  std::optional<Address> address_of(const std::string& block) const;
  // The body of the block that a value names; nullptr for none. Lookups that a sink fills have the kind of a sink.
  const Node* body(const Node& value, ResourceKind kind) const;
  // The same tree with ${ref.ADDRESS.id} where a lookup is named. Warns about what names something that is not here.
  NodePtr with_references(const NodePtr& tree, std::string_view key = {}) const;

private:
  struct Known
  {
    Address address; // of a lookup that a sink fills, and of code, only its kind counts
    Block block;
    std::string name; // in Nexla
  };
  const Known* find(const Node& value, ResourceKind kind) const;
  void add_lookup(const Block& block);
  void add_transform(const Block& block);
  void put_api(spec::MapBuilder& spec, spec::MapBuilder& api, BlockReader& block,
               std::initializer_list<const char*> fields) const;
  Address new_address(ResourceKind kind, const Block& block, const std::string& name);

  void add_document(const Address& address, spec::MapBuilder& spec);

  std::string m_layer;
  const std::function<bool(ResourceKind, const std::string&)>& m_is_taken;
  const spec::NameSecret& m_name_secret;
  const std::map<std::string, ResourceId>& m_exported;
  ReadingContext& m_reading;
  std::vector<Known> m_known;
  std::vector<ImportedDocument> m_documents;
};

} // namespace flowsync::importer
