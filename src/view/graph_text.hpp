#pragma once

#include "plan/flow_graph.hpp"
#include "view/paint.hpp"

#include <string>

namespace flowsync::view {

// A tree for each flow, from where its data comes to its sinks; then what flows share, with its users.
std::string graph_text(const plan::FlowGraph& graph, const Paint& paint);

} // namespace flowsync::view
