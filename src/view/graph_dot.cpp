#include "base/printable.hpp"
#include "view/graph_pictures.hpp"
#include "view/graph_words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace flowsync::view {

namespace {

// Foreign text inside double quotes; dot reads character entities there, and escapes such as \N and \G.
std::string dot_text(std::string_view text)
{
  std::string result;
  for (const char c : printable(text)) {
    result += c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '&' ? "&amp;" : std::string(1, c);
  }
  return result;
}

const char* colour_of(plan::Action action)
{
  return action == plan::Action::create                                      ? ", color=\"#1a7f37\""
         : action == plan::Action::update                                    ? ", color=\"#9a6700\""
         : action == plan::Action::replace || action == plan::Action::remove ? ", color=\"#cf222e\""
                                                                             : "";
}

std::string dot_node(const plan::FlowGraph& graph, std::size_t index, const std::string& flow)
{
  const auto& node = graph.nodes[index];
  auto label = dot_text(text_in_flow(node, flow));
  label += node.name.empty() ? "" : "\\n" + dot_text(node.name);
  for (const auto& detail : details_of(node)) {
    label += "\\n" + dot_text(detail);
  }
  const bool is_shared = node.address.flow.empty() && node.address.kind != ResourceKind::nexset;
  const auto* const shape = node.address.kind == ResourceKind::sink ? ", shape=cylinder"
                            : is_shared                             ? ", shape=hexagon"
                                                                    : "";
  const bool is_dashed = node.outside || node.state == RunState::paused;
  return fmt::format("n{} [label=\"{}\"{}{}{}{}];\n", index, label, shape, is_dashed ? ", style=dashed" : "",
                     colour_of(node.action), node.restarts ? ", penwidth=3" : "");
}

} // namespace

std::string graph_dot(const plan::FlowGraph& graph)
{
  std::string out = "digraph flowsync {\n  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t number = 0; const auto& [flow, nodes] : nodes_by_flow(graph)) {
    out += fmt::format("  subgraph cluster_{} {{\n    label=\"{}\";\n", number++, dot_text(flow));
    for (const auto node : nodes) {
      out += "    " + dot_node(graph, node, flow);
    }
    out += "  }\n";
  }
  for (const auto node : nodes_beside(graph)) {
    out += "  " + dot_node(graph, node, "");
  }
  for (const auto& edge : graph.data) {
    out += fmt::format("  n{} -> n{};\n", edge.from, edge.to);
  }
  for (const auto& edge : graph.uses) {
    out += fmt::format("  n{} -> n{} [style=dashed, arrowhead=none];\n", edge.from, edge.to);
  }
  return out + "}\n";
}

} // namespace flowsync::view
