#include "view/graph_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/graph_words.hpp"
#include "view/plan_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::GraphEdge;
using plan::GraphNode;

class GraphTextWriter
{
public:
  GraphTextWriter(const plan::FlowGraph& graph, const Paint& paint)
      : m_graph(graph),
        m_paint(paint),
        m_below(graph.nodes.size()),
        m_above(graph.nodes.size()),
        m_used(graph.nodes.size()),
        m_users(graph.nodes.size())
  {
    for (const auto& edge : graph.data) {
      m_below[edge.from].push_back(edge.to);
      m_above[edge.to].push_back(edge.from);
    }
    for (const auto& edge : graph.uses) {
      m_used[edge.to].push_back(edge.from);
      m_users[edge.from].push_back(edge.to);
    }
  }

  std::string write()
  {
    for (const auto& [flow, nodes] : nodes_by_flow(m_graph)) {
      m_out += m_out.empty() ? "" : "\n";
      write_flow(flow, nodes);
    }
    write_shared();
    return m_out.empty() ? fmt::format("There are no flows in {}.\n", printable(m_graph.environment)) : m_out;
  }

private:
  // A node that waits to be written, what stands before the lines below it, and whether it is the last beside its like.
  struct Open
  {
    std::size_t node;
    std::string before;
    bool last;
  };

  void write_flow(const std::string& flow, const std::vector<std::size_t>& nodes)
  {
    m_out += m_paint.bold(printable(flow)) + "\n";
    std::vector<std::size_t> tops;
    for (const auto node : nodes) {
      const auto& above = m_above[node];
      const auto top = above.empty() ? node : above.front();
      const bool is_top = above.empty() || !is_of(top, flow);
      if (is_top && std::find(tops.begin(), tops.end(), top) == tops.end()) {
        tops.push_back(top);
      }
    }
    std::vector<Open> open; // a stack: chains may be long
    push(open, tops, "");
    while (!open.empty()) {
      const auto next = std::move(open.back());
      open.pop_back();
      m_out += next.before + (next.last ? "└── " : "├── ") + line_of(next.node, flow) + "\n";
      auto below = m_below[next.node];
      if (!is_of(next.node, flow)) { // of what lies elsewhere only what is in this flow
        const bool is_above = std::find(tops.begin(), tops.end(), next.node) != tops.end();
        std::erase_if(below, [&](std::size_t node) { return !is_above || !is_of(node, flow); });
      }
      push(open, below, next.before + (next.last ? "    " : "│   "));
    }
  }

  static void push(std::vector<Open>& open, const std::vector<std::size_t>& nodes, const std::string& before)
  {
    for (auto i = nodes.size(); i > 0; --i) {
      open.push_back({nodes[i - 1], before, i == nodes.size()});
    }
  }

  bool is_of(std::size_t node, const std::string& flow) const { return m_graph.nodes[node].address.flow == flow; }

  std::string line_of(std::size_t index, const std::string& flow) const
  {
    const auto& node = m_graph.nodes[index];
    const auto sign = action_sign(node.action);
    auto line = (sign.empty() ? "" : m_paint.bold_yellow(sign) + " ") + text_in_flow(node, flow);
    if (!node.name.empty()) {
      line += "  " + m_paint.bold(printable(node.name));
    }
    auto details = details_of(node);
    std::vector<std::string> used;
    std::transform(m_used[index].begin(), m_used[index].end(), std::back_inserter(used),
                   [&](std::size_t node_used) { return text_in_flow(m_graph.nodes[node_used], flow); });
    if (!used.empty()) {
      details.push_back("uses " + join_words(used));
    }
    if (!details.empty()) {
      const auto text = fmt::format("  ({})", fmt::join(details, ", "));
      line += node.state == RunState::active ? m_paint.dim(text) : m_paint.yellow(text);
    }
    return line;
  }

  void write_shared()
  {
    bool is_first = true;
    for (const auto index : nodes_beside(m_graph)) {
      const auto& node = m_graph.nodes[index];
      if (!node.address.flow.empty() || node.address.kind == ResourceKind::nexset || node.outside) {
        continue; // stands in the trees
      }
      m_out += is_first ? fmt::format("{}{}\n", m_out.empty() ? "" : "\n", m_paint.bold("Shared")) : "";
      is_first = false;
      std::vector<std::string> users;
      for (const auto user : m_users[index]) {
        users.push_back(printable(m_graph.nodes[user].text));
      }
      m_out += fmt::format("  {}  {}\n", line_of(index, ""),
                           users.empty() ? m_paint.yellow("used by nothing") : "used by " + join_words(users));
    }
  }

  const plan::FlowGraph& m_graph;
  const Paint& m_paint;
  std::vector<std::vector<std::size_t>> m_below;
  std::vector<std::vector<std::size_t>> m_above;
  std::vector<std::vector<std::size_t>> m_used;  // by a node
  std::vector<std::vector<std::size_t>> m_users; // of a node
  std::string m_out;
};

} // namespace

std::string graph_text(const plan::FlowGraph& graph, const Paint& paint)
{
  return GraphTextWriter(graph, paint).write();
}

} // namespace flowsync::view
