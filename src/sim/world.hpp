#pragma once

#include "sim/object.hpp"

#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace flowsync::sim {

struct Ref
{
  Kind kind = Kind::source;
  Id id = 0;

  auto operator<=>(const Ref&) const = default;
};

// Everything in the account, indexed by id, parent and flow node, so that no request scans it. Changes belong to a
// transaction: commit() keeps them, rollback() takes them all back. Not thread safe.
class World
{
public:
  World();

  // The resource, or null.
  ObjectPtr find(Kind kind, Id id) const;
  ObjectPtr find(const Ref& ref) const { return find(ref.kind, ref.id); }
  // The source, set or sink at a flow node, or null.
  ObjectPtr at_node(Id node_id) const;
  const std::map<Id, ObjectPtr>& all(Kind kind) const { return m_objects[static_cast<std::size_t>(kind)]; }

  const std::set<Id>& sets_of_source(Id id) const { return below(m_sets_of_source, id); }
  const std::set<Id>& sets_of_set(Id id) const { return below(m_sets_of_set, id); }
  const std::set<Id>& sinks_of_set(Id id) const { return below(m_sinks_of_set, id); }
  const std::set<Id>& sources_of_sink(Id id) const { return below(m_sources_of_sink, id); }
  const std::set<Id>& origins_of_project(Id id) const { return below(m_origins_of_project, id); } // node ids
  const std::set<Id>& docs_of_set(Id id) const { return below(m_docs_of_set, id); }
  // The triggers that wait for an event at a node, or run the flow that begins there.
  const std::set<Id>& triggers_of_node(Id id) const { return below(m_triggers_of_node, id); }
  // The sets, sources and sinks that run this code, as their own or by its id.
  const std::set<Ref>& users_of_container(Id id) const;
  // The sets that somebody besides their owner may use.
  const std::set<Id>& granted_sets() const { return m_granted_sets; }
  // The nodes that begin a flow.
  const std::set<Id>& origins() const { return m_origins; }

  // Inserts or replaces by kind and id.
  void put(Object object);
  void erase(Kind kind, Id id);
  Id next_id(Kind kind);
  Id next_node_id();

  // What a transaction changed: the last state of everything put, and what is gone.
  struct Changes
  {
    std::vector<ObjectPtr> put;
    std::vector<Ref> erased;
  };
  bool changed() const { return !m_undo.empty(); }
  Changes changes() const;
  // The same with what was there before the transaction; null for what is new.
  std::map<Ref, ObjectPtr> before_changes() const;
  void commit();
  void rollback();

  // Grows with each commit.
  std::uint64_t revision() const { return m_revision; }

  // The counters that ids are taken from: those of the first seven kinds, of nodes, of the kinds that came later.
  // Restoring never lowers one.
  std::vector<Id> counters() const;
  void restore_counters(const std::vector<Id>& counters);

private:
  using Index = std::unordered_map<Id, std::set<Id>>;
  static const std::set<Id>& below(const Index& index, Id id);
  static void link(Index& index, Id above, Id id, bool add);
  void reindex(const Object& object, bool add);
  void store(const Ref& ref, const ObjectPtr& object);

  std::array<std::map<Id, ObjectPtr>, k_kind_count> m_objects;
  std::unordered_map<Id, Ref> m_nodes;
  std::set<Id> m_origins;
  std::set<Id> m_granted_sets;
  Index m_sets_of_source;
  Index m_sets_of_set;
  Index m_sinks_of_set;
  Index m_docs_of_set;
  Index m_triggers_of_node;
  Index m_sources_of_sink;
  Index m_origins_of_project;
  std::unordered_map<Id, std::set<Ref>> m_users_of_container;
  std::array<Id, k_kind_count> m_next;
  Id m_next_node = 1;
  std::vector<std::pair<Ref, ObjectPtr>> m_undo; // state before each change, in order
  std::uint64_t m_revision = 0;
};

} // namespace flowsync::sim
