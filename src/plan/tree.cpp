#include "plan/tree.hpp"

#include <algorithm>
#include <set>

namespace flowsync::plan {

LiveTree::LiveTree(const Inventory& inventory)
{
  for (const auto& [type, resources] : inventory.resources) {
    for (const auto& [id, live] : resources) {
      if (const auto parent = parent_of(live)) {
        m_children[*parent].push_back(&live);
      }
    }
  }
}

const std::vector<const LiveResource*>& LiveTree::children(ResourceKind type, ResourceId id) const
{
  static const std::vector<const LiveResource*> k_none;
  const auto found = m_children.find({type, id});
  return found != m_children.end() ? found->second : k_none;
}

std::vector<const LiveResource*> LiveTree::below(ResourceKind type, ResourceId id) const
{
  std::vector<const LiveResource*> result = children(type, id);
  std::set<LiveKey> seen{{type, id}};
  for (std::size_t next = 0; next < result.size(); ++next) {
    if (seen.insert({result[next]->type, result[next]->id}).second) {
      const auto& more = children(result[next]->type, result[next]->id);
      result.insert(result.end(), more.begin(), more.end());
    }
  }
  return result;
}

std::vector<const LiveResource*> LiveTree::detected_sets(ResourceId source) const
{
  std::vector<const LiveResource*> sets;
  for (const auto* const child : children(ResourceKind::source, source)) {
    if (is_detected(*child)) {
      sets.push_back(child);
    }
  }
  return sets;
}

std::set<ResourceId> ids_of(const std::vector<const LiveResource*>& resources)
{
  std::set<ResourceId> ids;
  for (const auto* const resource : resources) {
    ids.insert(resource->id);
  }
  return ids;
}

std::vector<ResourceId> sets_using(const LiveResource& code)
{
  std::vector<ResourceId> ids;
  const auto sets = code.body.find("data_sets");
  if (has_status(code.type) || sets == code.body.end() || !sets->is_array()) {
    return ids;
  }
  for (const auto& shown : *sets) {
    const auto& id = shown.is_object() && shown.contains("id") ? shown["id"] : shown;
    if (id.is_number_integer()) {
      ids.push_back(id.get<ResourceId>());
    }
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

} // namespace flowsync::plan
