#include "exporter/pipelines.hpp"

#include <algorithm>

namespace flowsync::exporter {

namespace {

class Walker
{
public:
  explicit Walker(const plan::LiveTree& tree) : m_tree(tree) {}

  void walk(const LiveResource& origin)
  {
    m_path = Pipeline{};
    if (origin.type == ResourceKind::source) {
      m_path.source = &origin;
    } else {
      m_path.nexsets.push_back(&origin);
    }
    below(origin);
  }

  std::vector<Pipeline> take() { return std::move(m_found); }

private:
  void below(const LiveResource& at)
  {
    auto children = m_tree.children(at.type, at.id);
    std::stable_sort(children.begin(), children.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    bool end = true;
    for (const auto* const child : children) {
      const auto& above = m_path.nexsets;
      if (child->type == ResourceKind::sink) {
        m_path.sink = child;
        keep();
        m_path.sink = nullptr;
        end = false;
      } else if (child->type == ResourceKind::nexset && std::find(above.begin(), above.end(), child) == above.end()) {
        m_path.nexsets.push_back(child);
        below(*child);
        m_path.nexsets.pop_back();
        end = false;
      }
    }
    if (end) {
      keep();
    }
  }

  void keep()
  {
    m_found.push_back(m_path);
    m_found.back().number = m_found.size();
  }

  const plan::LiveTree& m_tree;
  Pipeline m_path;
  std::vector<Pipeline> m_found;
};

} // namespace

bool is_origin(const LiveResource& resource, const Inventory& inventory)
{
  if (resource.type == ResourceKind::source) {
    return !resource.auto_generated && !resource.sink_id;
  }
  if (resource.type != ResourceKind::nexset || !resource.parent_set_id) {
    return false;
  }
  return (resource.node_id && resource.node_id == resource.origin_node_id) ||
         inventory.find(ResourceKind::nexset, *resource.parent_set_id) == nullptr;
}

std::vector<const LiveResource*> origins_of(const Inventory& inventory)
{
  std::vector<const LiveResource*> origins;
  for (const auto type : {ResourceKind::source, ResourceKind::nexset}) {
    const auto of_type = inventory.resources.find(type);
    if (of_type == inventory.resources.end()) {
      continue;
    }
    for (const auto& [id, resource] : of_type->second) {
      if (is_origin(resource, inventory)) {
        origins.push_back(&resource);
      }
    }
  }
  return origins;
}

std::vector<Pipeline> pipelines_of(const std::vector<const LiveResource*>& origins, const plan::LiveTree& tree)
{
  Walker walker(tree);
  for (const auto* const origin : origins) {
    walker.walk(*origin);
  }
  return walker.take();
}

} // namespace flowsync::exporter
