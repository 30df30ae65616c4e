#include "plan/look_alikes.hpp"

#include "plan/shared_nexsets.hpp"

namespace flowsync::plan {

LookAlikes::LookAlikes(const Inventory& inventory, const StateData& state, const MarkIndex& marks)
    : m_inventory(inventory)
{
  std::set<LiveKey> recorded;
  for (const auto& [address, record] : state.records) {
    recorded.insert({record.type, record.id});
  }
  for (const auto& [type, resources] : inventory.resources) {
    for (const auto& [id, live] : resources) {
      if (marks.read(live).kind == MarkIndex::Kind::none && !recorded.contains({live.type, live.id})) {
        m_by_name.emplace(std::pair(type, live.name), &live);
      }
    }
  }
}

std::vector<const LiveResource*> LookAlikes::of(const DesiredResource& desired, std::optional<ResourceId> parent) const
{
  return called(desired.name, desired, parent);
}

std::vector<const LiveResource*> LookAlikes::nameless(const DesiredResource& desired,
                                                      std::optional<ResourceId> parent) const
{
  return called("", desired, parent);
}

std::vector<const LiveResource*> LookAlikes::called(const std::string& name, const DesiredResource& desired,
                                                    std::optional<ResourceId> parent) const
{
  std::vector<const LiveResource*> result;
  const auto [first, last] = m_by_name.equal_range({desired.type, name});
  for (auto next = first; next != last; ++next) {
    if (hangs_below(*next->second, desired, parent, m_inventory)) {
      result.push_back(next->second);
    }
  }
  return result;
}

bool hangs_below(const LiveResource& live, const DesiredResource& desired, std::optional<ResourceId> parent,
                 const Inventory& inventory)
{
  if (desired.type == ResourceType::data_source) {
    return !live.auto_generated && !live.sink_id;
  }
  if (!has_status(desired.type)) {
    return true; // shared by name
  }
  if (const auto origin = origin_set(desired, inventory)) {
    return live.parent_set_id == origin;
  }
  if (desired.detected) {
    return parent && live.source_id == parent && !live.parent_set_id;
  }
  return parent && live.parent_set_id == parent;
}

} // namespace flowsync::plan
