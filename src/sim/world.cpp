#include "sim/world.hpp"

#include <algorithm>

namespace flowsync::sim {

namespace {

constexpr std::size_t k_first_kinds = 7; // whose counters stand before that of nodes in data files

} // namespace

World::World()
{
  m_next.fill(1);
}

ObjectPtr World::find(Kind kind, Id id) const
{
  const auto& objects = all(kind);
  const auto found = objects.find(id);
  return found == objects.end() ? nullptr : found->second;
}

ObjectPtr World::at_node(Id node_id) const
{
  const auto found = m_nodes.find(node_id);
  return found == m_nodes.end() ? nullptr : find(found->second);
}

const std::set<Id>& World::below(const Index& index, Id id)
{
  static const std::set<Id> k_none;
  const auto found = index.find(id);
  return found == index.end() ? k_none : found->second;
}

void World::link(Index& index, Id above, Id id, bool add)
{
  if (above == 0) {
    return;
  }
  if (add) {
    index[above].insert(id);
    return;
  }
  const auto found = index.find(above);
  found->second.erase(id);
  if (found->second.empty()) {
    index.erase(found);
  }
}

const std::set<Ref>& World::users_of_container(Id id) const
{
  static const std::set<Ref> k_none;
  const auto found = m_users_of_container.find(id);
  return found == m_users_of_container.end() ? k_none : found->second;
}

void World::reindex(const Object& object, bool add)
{
  if (object.container_id != 0) {
    auto& users = m_users_of_container[object.container_id];
    if (add) {
      users.insert({object.kind, object.id});
    } else {
      users.erase({object.kind, object.id});
    }
  }
  if (object.kind == Kind::set) {
    if (add && !object.grants.empty()) {
      m_granted_sets.insert(object.id);
    } else {
      m_granted_sets.erase(object.id);
    }
    link(m_sets_of_source, object.source_id, object.id, add);
    link(m_sets_of_set, object.set_id, object.id, add);
  } else if (object.kind == Kind::sink) {
    link(m_sinks_of_set, object.set_id, object.id, add);
  } else if (object.kind == Kind::trigger) {
    link(m_triggers_of_node, object.parent_node_id, object.id, add);
    link(m_triggers_of_node, object.origin_node_id, object.id, add);
  } else if (object.kind == Kind::doc) {
    link(m_docs_of_set, object.set_id, object.id, add);
  } else if (object.kind == Kind::source) {
    link(m_sources_of_sink, object.sink_id, object.id, add);
  }
  if (object.node_id == 0) {
    return;
  }
  link(m_origins_of_project, object.project_id, object.node_id, add);
  if (add) {
    m_nodes[object.node_id] = {object.kind, object.id};
  } else {
    m_nodes.erase(object.node_id);
  }
  if (object.node_id == object.origin_node_id) {
    if (add) {
      m_origins.insert(object.node_id);
    } else {
      m_origins.erase(object.node_id);
    }
  }
}

void World::store(const Ref& ref, const ObjectPtr& object)
{
  auto& objects = m_objects[static_cast<std::size_t>(ref.kind)];
  const auto found = objects.find(ref.id);
  if (found != objects.end()) {
    reindex(*found->second, false);
  }
  if (object) {
    reindex(*object, true);
    objects[ref.id] = object;
  } else if (found != objects.end()) {
    objects.erase(found);
  }
}

void World::put(Object object)
{
  const Ref ref{object.kind, object.id};
  auto& next = m_next[static_cast<std::size_t>(object.kind)];
  next = std::max(next, object.id + 1);
  m_next_node = std::max(m_next_node, object.node_id + 1);
  m_undo.emplace_back(ref, find(ref));
  store(ref, std::make_shared<const Object>(std::move(object)));
}

void World::erase(Kind kind, Id id)
{
  const Ref ref{kind, id};
  m_undo.emplace_back(ref, find(ref));
  store(ref, nullptr);
}

Id World::next_id(Kind kind)
{
  return m_next[static_cast<std::size_t>(kind)]++;
}

Id World::next_node_id()
{
  return m_next_node++;
}

World::Changes World::changes() const
{
  std::set<Ref> touched;
  for (const auto& [ref, before] : m_undo) {
    touched.insert(ref);
  }
  Changes changes;
  for (const auto& ref : touched) {
    if (auto object = find(ref)) {
      changes.put.push_back(std::move(object));
    } else {
      changes.erased.push_back(ref);
    }
  }
  return changes;
}

std::map<Ref, ObjectPtr> World::before_changes() const
{
  std::map<Ref, ObjectPtr> before;
  for (const auto& [ref, object] : m_undo) {
    before.emplace(ref, object); // the first one is the oldest
  }
  return before;
}

void World::commit()
{
  if (changed()) {
    m_undo.clear();
    ++m_revision;
  }
}

void World::rollback()
{
  for (auto step = m_undo.rbegin(); step != m_undo.rend(); ++step) {
    store(step->first, step->second);
  }
  m_undo.clear();
}

std::vector<Id> World::counters() const
{
  std::vector<Id> result(m_next.begin(), m_next.end());
  result.insert(result.begin() + k_first_kinds, m_next_node);
  return result;
}

void World::restore_counters(const std::vector<Id>& counters)
{
  for (std::size_t i = 0; i < std::min(counters.size(), m_next.size() + 1); ++i) {
    auto& counter = i == k_first_kinds ? m_next_node : m_next[i < k_first_kinds ? i : i - 1];
    counter = std::max(counter, counters[i]);
  }
}

} // namespace flowsync::sim
