#include "view/flow_tree_html.hpp"

#include "view/graph_words.hpp"
#include "view/markup.hpp"
#include "view/plan_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

// The class of a node by what happens to it.
std::string node_class(const plan::GraphNode& node, bool is_ghost)
{
  using plan::Action;
  std::string name = node.action == Action::create    ? " a"
                     : node.action == Action::update  ? " u"
                     : node.action == Action::replace ? " x"
                     : node.action == Action::remove  ? " d"
                     : node.action == Action::read    ? " p"
                     : node.adopting                  ? " o"
                                                      : "";
  name += node.restarts ? " r" : "";
  return name + (is_ghost || node.outside ? " ghost" : "");
}

} // namespace

FlowTreesHtml::FlowTreesHtml(const plan::Plan& plan, const PageLinks& links)
    : m_plan(plan),
      m_links(links),
      m_graph(plan::make_flow_graph(plan)),
      m_below(m_graph.nodes.size()),
      m_above(m_graph.nodes.size())
{
  for (const auto& edge : m_graph.data) {
    m_below[edge.from].push_back(edge.to);
    m_above[edge.to].push_back(edge.from);
  }
  for (auto& [flow, nodes] : nodes_by_flow(m_graph)) {
    m_flows.emplace(flow, std::move(nodes));
  }
}

std::string FlowTreesHtml::node_html(std::size_t index, const std::string& flow) const
{
  const auto& node = m_graph.nodes[index];
  const bool is_ghost = node.address.flow != flow;
  const auto id = index < m_plan.changes.size() ? m_links.id_of(m_plan.changes[index]) : std::string();
  const auto sign = action_sign(node.action);
  auto words = change_words(node);
  if (node.outside) {
    words.insert(words.begin(), node.kind);
  }
  const auto* const tag = id.empty() ? "span" : "a";
  auto html = fmt::format("<{} class=\"node{}\"", tag, node_class(node, is_ghost));
  html += id.empty() ? ">" : fmt::format(" href=\"#{}\">", id);
  html += (sign.empty() ? "" : html_escape(sign) + " ") + html_escape(text_in_flow(node, flow));
  html += node.outside && !node.name.empty() ? " " + html_escape(node.name) : "";
  html += words.empty() ? "" : fmt::format("<small>{}</small>", html_escape(fmt::format("{}", fmt::join(words, ", "))));
  return html + fmt::format("</{}>", tag);
}

std::string FlowTreesHtml::of_flow(const std::string& flow) const
{
  const auto found = m_flows.find(flow);
  if (found == m_flows.end() || found->second.size() < 2) {
    return {};
  }
  const auto is_here = [&](std::size_t node) { return m_graph.nodes[node].address.flow == flow; };
  std::vector<std::size_t> tops; // of another flow where the data comes from there
  for (const auto node : found->second) {
    const auto top = m_above[node].empty() ? node : m_above[node].front();
    if ((m_above[node].empty() || !is_here(top)) && std::find(tops.begin(), tops.end(), top) == tops.end()) {
      tops.push_back(top);
    }
  }
  // What is still to be written, the next at the end: a node, or the end of a list. Chains may be long.
  constexpr auto k_end = static_cast<std::size_t>(-1);
  std::vector<std::size_t> open(tops.rbegin(), tops.rend());
  std::string html = "<div class=\"tree\"><ul>";
  while (!open.empty()) {
    const auto next = open.back();
    open.pop_back();
    if (next == k_end) {
      html += "</ul></li>";
      continue;
    }
    html += "<li>" + node_html(next, flow);
    std::vector<std::size_t> below;
    const bool goes_on = is_here(next) || std::find(tops.begin(), tops.end(), next) != tops.end();
    std::copy_if(m_below[next].begin(), m_below[next].end(), std::back_inserter(below),
                 [&](std::size_t node) { return goes_on && (is_here(next) || is_here(node)); });
    if (below.empty()) {
      html += "</li>";
      continue;
    }
    html += "<ul>";
    open.push_back(k_end);
    open.insert(open.end(), below.rbegin(), below.rend());
  }
  return html + "</ul></div>\n";
}

} // namespace flowsync::view
