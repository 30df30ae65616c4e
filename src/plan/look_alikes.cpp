#include "plan/look_alikes.hpp"

#include "plan/place.hpp"
#include "plan/shared_nexsets.hpp"

#include <fmt/format.h>

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
      if (marks.read(live).kind == SeenMark::Kind::none && !recorded.contains({live.type, live.id})) {
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

void LookAlikes::warn_of_nameless(const DesiredResource& desired, std::optional<ResourceId> parent,
                                  Diagnostics& diagnostics) const
{
  const auto others = nameless(desired, parent);
  if (others.empty()) {
    return;
  }
  diagnostics.warning(
      "nameless-neighbour",
      fmt::format("{} in the place of {} show no name, the first is {}: whether one is it already cannot be told",
                  others.size() == 1 ? fmt::format("1 {}", type_name(desired.type))
                                     : fmt::format("{} {}", others.size(), type_path(desired.type)),
                  desired.address.text(), others.front()->id),
      location(desired.defined_at), "name it in Nexla, or bind the right one with `flowsync adopt`");
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
  if (desired.type == ResourceKind::source) {
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
