#include "base/printable.hpp"
#include "view/graph_pictures.hpp"
#include "view/graph_words.hpp"

#include <fmt/format.h>

#include <string_view>

namespace flowsync::view {

namespace {

bool is_harmless(char c)
{
  constexpr std::string_view k_harmless = " _/,";
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || k_harmless.find(c) != std::string_view::npos;
}

// Foreign text inside a quoted label. Mermaid looks for directives, Markdown and HTML in labels, too, so everything
// that could belong to one is a character code.
std::string mermaid_label(std::string_view text)
{
  std::string result;
  for (const char c : printable(text)) {
    const bool is_inner_dash = c == '-' && !result.empty();
    result += is_harmless(c) || is_inner_dash ? std::string(1, c) : fmt::format("#{};", static_cast<int>(c));
  }
  return result;
}

std::string mermaid_lines(const plan::GraphNode& node, const std::string& flow)
{
  auto lines = mermaid_label(text_in_flow(node, flow));
  if (!node.name.empty()) {
    lines += "<br/>" + mermaid_label(node.name);
  }
  for (const auto& detail : details_of(node)) {
    lines += "<br/>" + mermaid_label(detail);
  }
  return lines;
}

std::string mermaid_node(const plan::FlowGraph& graph, std::size_t index, const std::string& flow)
{
  const auto& node = graph.nodes[index];
  const auto label = mermaid_lines(node, flow);
  switch (node.address.role) {
  case Role::source:
    return fmt::format("n{}([\"{}\"])", index, label);
  case Role::nexset:
    return fmt::format("n{}[\"{}\"]", index, label);
  case Role::sink:
    return fmt::format("n{}[(\"{}\")]", index, label);
  default:
    return fmt::format("n{}{{{{\"{}\"}}}}", index, label);
  }
}

} // namespace

std::string graph_mermaid(const plan::FlowGraph& graph)
{
  std::string out = "flowchart LR\n";
  for (std::size_t number = 0; const auto& [flow, nodes] : nodes_by_flow(graph)) {
    out += fmt::format("  subgraph f{}[\"{}\"]\n", number++, mermaid_label(flow));
    for (const auto node : nodes) {
      out += fmt::format("    {}\n", mermaid_node(graph, node, flow));
    }
    out += "  end\n";
  }
  for (const auto node : nodes_beside(graph)) {
    out += fmt::format("  {}\n", mermaid_node(graph, node, ""));
  }
  for (const auto& edge : graph.data) {
    out += fmt::format("  n{} --> n{}\n", edge.from, edge.to);
  }
  for (const auto& edge : graph.uses) {
    out += fmt::format("  n{} -.- n{}\n", edge.from, edge.to);
  }
  std::string dashed;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].outside || graph.nodes[i].state == RunState::paused) {
      dashed += fmt::format("{}n{}", dashed.empty() ? "" : ",", i);
    }
  }
  return dashed.empty() ? out
                        : out + fmt::format("  classDef dashed stroke-dasharray: 4 4\n  class {} dashed\n", dashed);
}

} // namespace flowsync::view
