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
  switch (node.address.kind) {
  case ResourceKind::source:
    return fmt::format("n{}([\"{}\"])", index, label);
  case ResourceKind::nexset:
    return fmt::format("n{}[\"{}\"]", index, label);
  case ResourceKind::sink:
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
  const auto mark = [&](const char* name, const char* look, const auto& holds) {
    std::string marked;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
      if (holds(graph.nodes[i])) {
        marked += fmt::format("{}n{}", marked.empty() ? "" : ",", i);
      }
    }
    out += marked.empty() ? "" : fmt::format("  classDef {0} {1}\n  class {2} {0}\n", name, look, marked);
  };
  const auto does = [](plan::Action action) {
    return [action](const plan::GraphNode& node) { return node.action == action; };
  };
  mark("dashed", "stroke-dasharray: 4 4",
       [](const plan::GraphNode& node) { return node.outside || node.state == RunState::paused; });
  mark("made", "fill:#dafbe1,stroke:#1a7f37,color:#1f2328", does(plan::Action::create));
  mark("changed", "fill:#fff8c5,stroke:#9a6700,color:#1f2328", does(plan::Action::update));
  mark("replaced", "fill:#ffd8d3,stroke:#cf222e,color:#1f2328", does(plan::Action::replace));
  mark("deleted", "fill:#ffebe9,stroke:#cf222e,color:#1f2328", does(plan::Action::remove));
  mark("restarted", "stroke-width:3px", [](const plan::GraphNode& node) { return node.restarts; });
  return out;
}

} // namespace flowsync::view
