#include "plan/structure.hpp"

#include "plan/tree.hpp"

#include <algorithm>

namespace flowsync::plan {

void note_structure(const Desired& desired, const Inventory& inventory, Plan& plan)
{
  std::map<LiveKey, Address> owned;
  for (const auto& change : plan.changes) {
    if (change.id) {
      owned.emplace(LiveKey{change.type, *change.id}, change.address);
    }
  }
  for (auto& change : plan.changes) {
    for (auto& affected : change.affects) {
      const auto found = owned.find({affected.type, affected.id});
      if (!affected.address && found != owned.end()) {
        affected.address = found->second;
      }
    }
    if (const auto* const resource = desired.find(change.address); resource != nullptr) {
      change.parent = resource->parent;
      std::copy_if(resource->depends_on.begin(), resource->depends_on.end(), std::back_inserter(change.uses),
                   [](const Address& used) { return used.kind != ResourceKind::credential; });
      std::sort(change.uses.begin(), change.uses.end());
      continue;
    }
    const auto* const live = change.id ? inventory.find(change.type, *change.id) : nullptr;
    const auto above = live != nullptr ? parent_of(*live) : std::nullopt;
    const auto found = above ? owned.find(*above) : owned.end();
    if (found != owned.end()) {
      change.parent = found->second;
    }
  }
}

} // namespace flowsync::plan
