#include "plan/mark_index.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowsync::plan {

SeenMark MarkIndex::read(const LiveResource& live) const
{
  if (const auto known = m_seen.find(&live); known != m_seen.end()) {
    return known->second;
  }
  return see_mark(m_owner, live);
}

namespace {

// Somebody said by an entry that a resource is to be ours.
bool is_adopted(const Desired& desired, ResourceKind type, ResourceId id)
{
  const auto& adopt = desired.environment.adopt;
  return std::any_of(adopt.begin(), adopt.end(),
                     [&](const auto& entry) { return entry.first.kind == type && entry.second.id == id; });
}

} // namespace

MarkIndex::MarkIndex(const Desired& desired, const Inventory& inventory, Diagnostics& diagnostics)
    : m_owner(mark_owner(desired))
{
  for (const auto& [type, resources] : inventory.resources) {
    for (const auto& [id, live] : resources) {
      auto found = see_mark(m_owner, live);
      if (found.kind == SeenMark::Kind::none) {
        continue;
      }
      const auto& seen = m_seen.emplace(&live, std::move(found)).first->second; // asked for again and again
      if (seen.kind != SeenMark::Kind::ours) {
        continue;
      }
      const auto what = [number = id, kind = type, &name = live.name] {
        return fmt::format("{} {} \"{}\"", type_name(kind), number, printable(name));
      };
      if (seen.several) {
        diagnostics.refuse("several-marks", fmt::format("{} carries two different marks in its description", what()),
                           {}, "delete the mark that is not its own in Nexla");
      } else if (seen.mark.address.kind != type && facts(type).is_code && facts(seen.mark.address.kind).is_code) {
        continue; // transforms are code containers, and listed as both (API notes B8)
      } else if (seen.mark.address.kind != type) {
        diagnostics.warning("misplaced-mark",
                            fmt::format("{} carries the mark of {}, which is another kind of resource", what(),
                                        seen.mark.address.text()),
                            {}, "delete the mark in Nexla");
      } else if (seen.copy && is_adopted(desired, type, id)) {
        continue;
      } else if (seen.copy) {
        diagnostics.warning(
            "copied-mark",
            fmt::format("{} is a copy of {}, made outside flowsync; it is left alone", what(), *live.copied_from_id),
            {}, "delete the copy in Nexla, or remove the mark from its description");
      } else {
        m_by_address[seen.mark.address].push_back(&live);
      }
    }
  }
}

const std::vector<const LiveResource*>& MarkIndex::marked(const Address& address) const
{
  static const std::vector<const LiveResource*> k_none;
  const auto found = m_by_address.find(address);
  return found != m_by_address.end() ? found->second : k_none;
}

} // namespace flowsync::plan
