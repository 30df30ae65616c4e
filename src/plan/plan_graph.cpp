#include "plan/flow_graph.hpp"
#include "plan/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace flowsync::plan {

namespace {

// The connector of what is made, replaced or deleted; "" when the plan does not tell.
std::string connector_of(const ResourceChange& change)
{
  for (const auto& field : change.fields) {
    const auto& value = field.after ? field.after : field.before;
    if ((field.path == "/source_type" || field.path == "/sink_type") && value && value->is_string()) {
      return value->get<std::string>();
    }
  }
  return {};
}

bool is_new(const ResourceChange& change)
{
  return change.action == Action::create || change.action == Action::read;
}

GraphNode node_of_change(const ResourceChange& change)
{
  GraphNode node;
  node.address = change.address;
  node.text = change.address.text();
  node.name = change.name;
  node.kind = connector_of(change);
  node.action = change.waiting ? Action::no_op : change.action;
  node.adopting = change.adopting;
  node.restarts = change.restarts && !is_new(change);
  node.re_ingests = change.re_ingests && !is_new(change);
  return node;
}

GraphNode node_of_stranger(const Affected& affected)
{
  GraphNode node;
  node.address.kind = affected.type == ResourceKind::source ? ResourceKind::source
                      : affected.type == ResourceKind::sink ? ResourceKind::sink
                                                            : ResourceKind::nexset;
  node.text = fmt::format("{} {}", type_name(affected.type), affected.id);
  node.name = affected.name;
  node.kind = "not managed here";
  node.outside = true;
  return node;
}

// The graph of a plan in the making.
class PlanGraph
{
public:
  PlanGraph(const Plan& plan, const Targets& targets) : m_plan(plan), m_targets(targets) {}

  FlowGraph make()
  {
    m_graph.environment = m_plan.environment;
    m_graph.of_plan = true;
    choose();
    for (const auto& change : m_plan.changes) {
      if (m_kept.contains(change.address)) {
        m_indices.emplace(change.address, m_graph.nodes.size());
        m_graph.nodes.push_back(node_of_change(change));
        m_graph.nodes.back().outside = !change.address.flow.empty() && !m_flows.contains(change.address.flow);
      }
    }
    for (const auto& change : m_plan.changes) {
      if (m_kept.contains(change.address)) {
        connect(change);
        reach(change);
      }
    }
    for (const auto& [key, stranger] : m_strangers) {
      add_stranger(*stranger.first, *stranger.second);
    }
    sort_edges(m_graph);
    return std::move(m_graph);
  }

private:
  // Fills m_kept: the targets, what their data comes from and what any of these use.
  void choose()
  {
    std::vector<Address> open;
    for (const auto& change : m_plan.changes) {
      if (is_targeted(m_targets, change.address, {})) {
        open.push_back(change.address);
        m_flows.insert(change.address.flow);
      }
    }
    while (!open.empty()) {
      const auto* const change = m_kept.insert(open.back()).second ? m_plan.find(open.back()) : nullptr;
      open.pop_back();
      if (change != nullptr) {
        open.insert(open.end(), change->uses.begin(), change->uses.end());
        if (change->parent) {
          open.push_back(*change->parent);
        }
      }
    }
  }

  void connect(const ResourceChange& change)
  {
    const auto own = m_indices.at(change.address);
    if (const auto from = change.parent ? m_indices.find(*change.parent) : m_indices.end(); from != m_indices.end()) {
      m_graph.data.push_back({from->second, own});
    }
    for (const auto& used : change.uses) {
      if (const auto found = m_indices.find(used); found != m_indices.end()) {
        m_graph.uses.push_back({found->second, own});
      }
    }
  }

  // Marks what stops with a change, and notes whom nobody here looks after.
  void reach(const ResourceChange& change)
  {
    if (!change.restarts && change.action != Action::remove && change.action != Action::replace) {
      return;
    }
    for (const auto& affected : change.affects) {
      if (!affected.address) {
        m_strangers[{affected.type, affected.id}] = {&affected, &change}; // the nearest: changes go from source to sink
      } else if (const auto found = m_indices.find(*affected.address); found != m_indices.end() && change.restarts) {
        auto& node = m_graph.nodes[found->second];
        node.restarts = node.restarts || (node.action != Action::create && node.action != Action::read);
      }
    }
  }

  void add_stranger(const Affected& affected, const ResourceChange& change)
  {
    auto node = node_of_stranger(affected);
    node.restarts = change.restarts;
    node.action = change.restarts ? Action::no_op : Action::remove;
    m_graph.data.push_back({m_indices.at(change.address), m_graph.nodes.size()});
    m_graph.nodes.push_back(std::move(node));
  }

  const Plan& m_plan;
  const Targets& m_targets;
  FlowGraph m_graph;
  std::set<Address> m_kept;
  std::set<std::string> m_flows; // of the targets
  std::map<Address, std::size_t> m_indices;
  std::map<LiveKey, std::pair<const Affected*, const ResourceChange*>> m_strangers;
};

} // namespace

FlowGraph make_flow_graph(const Plan& plan, const Targets& targets)
{
  return PlanGraph(plan, targets).make();
}

} // namespace flowsync::plan
