#pragma once

#include "base/diagnostic.hpp"
#include "base/secret.hpp"
#include "model/desired.hpp"
#include "plan/binding.hpp"
#include "plan/tree.hpp"
#include "spec/project.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::exporter {

// Where an export goes: the project as its files say, and one of its environments.
struct Target
{
  const spec::Project& project;
  const Environment& environment;
  // Whether something lies at this path (relative to the root).
  std::function<bool(const std::string& path)> exists;
  // Values that the environment's secrets have in this run, by name.
  std::map<std::string, Secret> secrets;
  // What stands for which address already, whichever way it is known; beside it marks and `adopt` entries count.
  std::map<Address, plan::LiveKey> bound;
  // Whether the Nexla projects that flows are in become documents; one that has a document is named by it anyway.
  bool projects = false;
};

// Addresses, aliases and names of secrets: those that the project and its environment have already are used again, new
// ones are made from the names in Nexla and are unique.
class Names
{
public:
  // Both must outlive it.
  Names(const Target& target, const Inventory& inventory);

  // The address that a resource has already, or nullptr.
  const Address* known(ResourceKind type, ResourceId id) const;
  // What these resources are called from now on where others name them.
  void give(const std::map<plan::LiveKey, Address>& addresses);
  // The address that a resource has already or was given, or nullptr.
  const Address* called(ResourceKind type, ResourceId id) const;
  // Whose mark it carries when that is another project or environment; "" otherwise.
  std::string foreign_owner(const LiveResource& live) const;
  // Whether it is bound to this address already, so that it needs no `adopt` entry.
  bool is_bound(const Address& address, const LiveResource& live) const;

  // The name of the flow that begins with `origin`, by what is known of it and of `parts`.
  std::string flow(const LiveResource& origin, const std::vector<const LiveResource*>& parts);
  // Addresses of the nexsets and sinks of one flow, equal ones told apart in order of id. One that belongs to another
  // flow already has none.
  std::map<plan::LiveKey, Address> parts(const std::string& flow, const std::vector<const LiveResource*>& parts) const;

  // The address of a lookup, reusable transform or code container, which is noted as used.
  Address shared(ResourceKind kind, const LiveResource& live);
  const std::map<Address, const LiveResource*>& used() const { return m_used; }

  // Makes aliases for those of these credentials that have none yet, in order of id.
  void add_credentials(const std::set<ResourceId>& ids);
  // The alias of a credential; "" for one that the account does not show.
  std::string alias(ResourceId credential) const;
  const std::map<std::string, ResourceId>& new_aliases() const { return m_new_aliases; }

  // The name of a secret with this value; the same value under the same key of a flow has one name.
  std::string secret(const std::string& flow, const std::string& key, const std::string& value);
  const std::set<std::string>& new_secrets() const { return m_new_secrets; }

  // A path that nothing lies at: `stem` + `extension`, or `stem-2`...
  std::string file(const std::string& stem, const std::string& extension);

  // The document of that kind and name in the lowest layer that has it, or nullptr.
  const spec::Document* document(spec::Kind kind, const std::string& name) const;
  // The one that the environment's own folder has, or nullptr.
  const spec::Document* own_document(spec::Kind kind, const std::string& name) const;
  // The documents of that kind and name, from the first layer to the last.
  std::vector<const spec::Document*> documents(spec::Kind kind, const std::string& name) const;

private:
  std::string new_name(spec::Kind kind, const std::string& folder, const std::string& name,
                       const std::string& fallback);

  const Target& m_target;
  const Inventory& m_inventory;
  Desired m_identity; // project and environment, for reading marks
  plan::MarkIndex m_marks;
  std::map<plan::LiveKey, Address> m_known;
  std::map<plan::LiveKey, Address> m_given;
  std::set<std::pair<spec::Kind, std::string>> m_names; // given in this run
  std::set<std::string> m_files;
  std::map<Address, const LiveResource*> m_used;
  std::map<ResourceId, std::string> m_aliases;
  std::map<std::string, ResourceId> m_new_aliases;
  std::map<std::string, std::string> m_secret_values; // name -> value, of this run
  std::set<std::string> m_new_secrets;
};

// Where new documents and files of a kind go ("flows", "lookups", "code"): into the environment's own folder, because
// the values in them are this environment's.
std::string folder_of(const Environment& environment, const std::string& kind);

} // namespace flowsync::exporter
