#include "plan/flow_graph.hpp"

#include "plan/targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::plan {

namespace {

std::string word_of(const nlohmann::json& document, const char* field)
{
  const auto found = document.find(field);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string kind_of(const DesiredResource& resource)
{
  switch (resource.address.kind) {
  case ResourceKind::source:
    return word_of(resource.document, "source_type");
  case ResourceKind::nexset:
    return resource.detected ? "detected" : "derived";
  case ResourceKind::sink:
    return word_of(resource.document, "sink_type");
  default:
    // Record code in a language travels inside one operation (API notes B8).
    static const nlohmann::json::json_pointer k_language("/code/0/spec/language");
    if (resource.document.contains("code") && resource.document.at("code").is_array() &&
        resource.document.contains(k_language) && resource.document.at(k_language).is_string()) {
      return resource.document.at(k_language).get<std::string>();
    }
    return word_of(resource.document, "code_type");
  }
}

GraphNode node_of(const DesiredResource& resource)
{
  return {resource.address,          resource.address.text(), resource.name, kind_of(resource),
          resource.credential_alias, resource.state,          false};
}

// A shared nexset, which the specs know by id or name only.
std::string shared_parent(const DesiredResource& resource)
{
  if (resource.address.kind != ResourceKind::nexset) {
    return {};
  }
  if (!resource.parent_name.empty()) {
    return fmt::format("nexset \"{}\"", resource.parent_name);
  }
  const auto id = resource.document.find("parent_data_set_id");
  return id != resource.document.end() ? fmt::format("nexset {}", id->is_string() ? id->get<std::string>() : id->dump())
                                       : std::string();
}

class GraphMaker
{
public:
  GraphMaker(const Desired& desired, const Targets& targets) : m_desired(desired), m_targets(targets) {}

  FlowGraph make()
  {
    m_graph.environment = m_desired.environment.name;
    choose();
    for (const auto& resource : m_desired.resources) {
      if (m_kept.contains(resource.address)) {
        auto node = node_of(resource);
        node.outside = m_kept.at(resource.address);
        add(resource.address.text(), std::move(node));
      }
    }
    for (const auto& resource : m_desired.resources) {
      if (m_kept.contains(resource.address) && !m_kept.at(resource.address)) {
        connect(resource);
      }
    }
    sort_edges(m_graph);
    return std::move(m_graph);
  }

private:
  // Fills m_kept: the targets and what they come from in their flow, then what is shown on their account.
  void choose()
  {
    for (const auto& resource : m_desired.resources) {
      if (!is_targeted(m_targets, resource.address, resource.labels)) {
        continue;
      }
      const auto* next = &resource;
      while (next != nullptr && next->address.flow == resource.address.flow && !m_kept.contains(next->address)) {
        m_kept.emplace(next->address, false);
        next = next->parent ? m_desired.find(*next->parent) : nullptr;
      }
    }
    std::vector<Address> open;
    for (const auto& [address, outside] : m_kept) {
      open.push_back(address);
    }
    while (!open.empty()) {
      const auto* const resource = m_desired.find(open.back());
      open.pop_back();
      auto needs = resource->depends_on;
      if (resource->parent) {
        needs.push_back(*resource->parent);
      }
      for (const auto& need : needs) {
        const bool is_new = m_desired.find(need) != nullptr && m_kept.emplace(need, !need.flow.empty()).second;
        if (is_new && need.flow.empty()) { // what is shared may use what is shared
          open.push_back(need);
        }
      }
    }
  }

  std::size_t add(const std::string& name, GraphNode node)
  {
    const auto [place, is_new] = m_indices.emplace(name, m_graph.nodes.size());
    if (is_new) {
      m_graph.nodes.push_back(std::move(node));
    }
    return place->second;
  }

  void connect(const DesiredResource& resource)
  {
    const auto own = m_indices.at(resource.address.text());
    if (resource.parent && m_kept.contains(*resource.parent)) {
      m_graph.data.push_back({m_indices.at(resource.parent->text()), own});
    } else if (const auto shared = shared_parent(resource); !shared.empty()) {
      GraphNode node;
      node.address.kind = ResourceKind::nexset;
      node.text = shared;
      node.kind = "shared";
      node.outside = true;
      m_graph.data.push_back({add(shared, std::move(node)), own});
    }
    for (const auto& used : resource.depends_on) {
      if (const auto found = m_indices.find(used.text()); found != m_indices.end()) {
        m_graph.uses.push_back({found->second, own});
      }
    }
  }

  const Desired& m_desired;
  const Targets& m_targets;
  std::map<Address, bool> m_kept; // and whether it is outside
  std::map<std::string, std::size_t> m_indices;
  FlowGraph m_graph;
};

} // namespace

void sort_edges(FlowGraph& graph)
{
  const auto by_ends = [](const GraphEdge& a, const GraphEdge& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  };
  std::sort(graph.data.begin(), graph.data.end(), by_ends);
  std::sort(graph.uses.begin(), graph.uses.end(), by_ends);
}

FlowGraph make_flow_graph(const Desired& desired, const Targets& targets)
{
  return GraphMaker(desired, targets).make();
}

} // namespace flowsync::plan
