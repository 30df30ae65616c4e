#pragma once

#include "importer/classic_file.hpp"
#include "importer/left_out_secrets.hpp"
#include "model/address.hpp"
#include "spec/config_tree.hpp"

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

// The lookups and reusable transforms of a classic file as documents of their own, and how its other blocks name them:
// by the key of their block, or by a placeholder with that key or the name.
class SharedBlocks
{
public:
  // `is_taken`: whether base has a document of that role and name.
  SharedBlocks(const ClassicFile& file, const std::function<bool(Role, const std::string&)>& is_taken,
               const spec::NameSecret& name_secret, const SourceFiles& files, Diagnostics& diagnostics);

  const std::vector<ImportedDocument>& documents() const { return m_documents; }
  // The address that a text of another block names; nothing when it names none.
  std::optional<Address> named(const Node& value, Role role) const;
  // The body of a lookup's block; nullptr for none.
  const Node* lookup(const std::string& name) const;
  // The same tree with ${ref.ADDRESS.id} where a lookup is named.
  NodePtr with_references(const NodePtr& tree) const;

private:
  struct Known
  {
    Address address;
    std::string block;
    std::string name; // in Nexla
    NodePtr body;
  };
  void add_lookup(const Block& block);
  void add_transform(const Block& block);
  Address new_address(Role role, const Block& block, const std::string& name);

  const std::function<bool(Role, const std::string&)>& m_is_taken;
  const spec::NameSecret& m_name_secret;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  std::vector<Known> m_known;
  std::vector<ImportedDocument> m_documents;
};

} // namespace flowsync::importer
