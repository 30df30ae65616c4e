#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/binding.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::plan {

// Live resources that nobody manages: neither marked nor recorded. Inventory and state must outlive it.
class LookAlikes
{
public:
  LookAlikes(const Inventory& inventory, const StateData& state, const MarkIndex& marks);

  // Those of the same type, parent and rendered name, sorted by id. `parent`: what the parent of `desired` is bound to;
  // nothing for a source, which has none.
  std::vector<const LiveResource*> of(const DesiredResource& desired, std::optional<ResourceId> parent) const;
  // Those of the same type and parent that show no name, as null names are met (API notes F18): any of them may be the
  // one that is looked for.
  std::vector<const LiveResource*> nameless(const DesiredResource& desired, std::optional<ResourceId> parent) const;

  // The warning that names the first of those, if there are any.
  void warn_of_nameless(const DesiredResource& desired, std::optional<ResourceId> parent,
                        Diagnostics& diagnostics) const;

private:
  std::vector<const LiveResource*> called(const std::string& name, const DesiredResource& desired,
                                          std::optional<ResourceId> parent) const;

  const Inventory& m_inventory;
  std::multimap<std::pair<ResourceKind, std::string>, const LiveResource*> m_by_name;
};

// Whether a live resource hangs where `desired` wants to: below that parent or the nexset that its flow begins from, or
// for a source below nothing.
bool hangs_below(const LiveResource& live, const DesiredResource& desired, std::optional<ResourceId> parent,
                 const Inventory& inventory);

} // namespace flowsync::plan
