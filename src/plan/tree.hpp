#pragma once

#include "model/live.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace flowsync::plan {

using flowsync::LiveKey;

// Who hangs from whom in the account: source -> detected sets -> derived sets and sinks -> generated sources. The
// inventory must outlive it.
class LiveTree
{
public:
  explicit LiveTree(const Inventory& inventory);

  // Directly below, sorted by type and id.
  const std::vector<const LiveResource*>& children(ResourceKind type, ResourceId id) const;
  // Everything below, parents before children: what a verb on this resource reaches (API notes C2).
  std::vector<const LiveResource*> below(ResourceKind type, ResourceId id) const;
  // The sets that Nexla detected from a source's data, sorted by id.
  std::vector<const LiveResource*> detected_sets(ResourceId source) const;

private:
  std::map<LiveKey, std::vector<const LiveResource*>> m_children;
};

std::set<ResourceId> ids_of(const std::vector<const LiveResource*>& resources);

// The sets that use a transform or code container, as its reply names them (API notes B9); none for other types.
std::vector<ResourceId> sets_using(const LiveResource& code);

} // namespace flowsync::plan
