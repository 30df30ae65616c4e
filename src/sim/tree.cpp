#include "sim/tree.hpp"

namespace flowsync::sim {

std::vector<ObjectPtr> children_of(const World& world, const Object& object)
{
  std::vector<ObjectPtr> result;
  const auto add = [&](Kind kind, const std::set<Id>& ids) {
    for (const auto id : ids) {
      auto child = world.find(kind, id);
      if (child->parent_node_id == object.node_id) {
        result.push_back(std::move(child));
      }
    }
  };
  if (object.kind == Kind::source) {
    add(Kind::set, world.sets_of_source(object.id));
  } else if (object.kind == Kind::set) {
    add(Kind::set, world.sets_of_set(object.id));
    add(Kind::sink, world.sinks_of_set(object.id));
  }
  return result;
}

std::vector<ObjectPtr> downstream(const World& world, const ObjectPtr& object)
{
  std::vector<ObjectPtr> result{object};
  for (std::size_t i = 0; i < result.size(); ++i) {
    for (auto& child : children_of(world, *result[i])) {
      result.push_back(std::move(child));
    }
  }
  return result;
}

ObjectPtr origin_of(const World& world, const Object& object)
{
  return world.at_node(object.origin_node_id);
}

} // namespace flowsync::sim
