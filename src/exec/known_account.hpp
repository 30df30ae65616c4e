#pragma once

#include "model/live.hpp"
#include "plan/tree.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace flowsync::exec {

using plan::LiveKey;

// The account as one run knows it: the inventory that was planned on, and what was created and read since. Thread safe.
class KnownAccount
{
public:
  // `inventory` must outlive it.
  explicit KnownAccount(const Inventory& inventory) : m_inventory(inventory), m_tree(inventory) {}

  // Takes in a fresh reply. Links that it does not show (parents, credential, flow node) are filled in from what was
  // known before; its body is left as the service showed it. Returns the reply so completed.
  LiveResource note(LiveResource reply);
  // Takes in what the reading of a flow shows of a resource: its links, and the resource where it was not known yet.
  void note_element(const LiveResource& element);
  // As a flow showed it last; nothing when none was read, or when a verb may have moved it since.
  std::optional<LiveResource> element(const LiveKey& key) const;
  // A verb is sent to it: what flows showed of it and of all below does not count any more.
  void forget_elements(const LiveKey& key);
  // It was deleted: nothing shows it any more.
  void remove(const LiveKey& key);
  // The latest that is known.
  std::optional<LiveResource> latest(const LiveKey& key) const;
  // Directly below.
  std::vector<LiveKey> children_of(const LiveKey& key) const;
  // Everything below, parents before children: what a verb on this resource reaches (API notes C2).
  std::vector<LiveKey> below(const LiveKey& key) const;
  // The sets that Nexla detected from a source's data, as far as known; sorted by id.
  std::vector<LiveResource> detected_sets(ResourceId source) const;
  // The source at the top of a set's flow.
  std::optional<ResourceId> source_above(const LiveResource& set) const;

private:
  std::vector<LiveKey> children(const LiveKey& key) const;
  std::vector<LiveKey> all_below(const LiveKey& key) const;
  const LiveResource* find(const LiveKey& key) const;

  const Inventory& m_inventory;
  plan::LiveTree m_tree;
  mutable std::mutex m_mutex;
  std::map<LiveKey, LiveResource> m_fresh;
  std::map<LiveKey, LiveResource> m_elements;
  std::map<LiveKey, std::vector<LiveKey>> m_new_children; // of resources that the inventory does not have
  std::set<LiveKey> m_removed;
};

} // namespace flowsync::exec
