#pragma once

#include "plan/flow_graph.hpp"
#include "view/review_html.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::view {

// The graphs of the flows of a plan as nested lists, which the style of the page draws: what changes is marked, what
// restarts is said.
class FlowTreesHtml
{
public:
  FlowTreesHtml(const plan::Plan& plan, const PageLinks& links);

  // Of one flow; "" where there is nothing to draw.
  std::string of_flow(const std::string& flow) const;

private:
  std::string node_html(std::size_t index, const std::string& flow) const;

  const plan::Plan& m_plan;
  const PageLinks& m_links;
  plan::FlowGraph m_graph;
  std::vector<std::vector<std::size_t>> m_below;
  std::vector<std::vector<std::size_t>> m_above;
  std::map<std::string, std::vector<std::size_t>> m_flows;
};

} // namespace flowsync::view
