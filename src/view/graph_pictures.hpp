#pragma once

#include "plan/flow_graph.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::view {

// A Mermaid flowchart, one subgraph a flow, as GitHub and GitLab draw it in a ```mermaid block.
std::string graph_mermaid(const plan::FlowGraph& graph);

// A directed graph for Graphviz' dot, one cluster a flow.
std::string graph_dot(const plan::FlowGraph& graph);

// Nodes and edges, addresses as names.
nlohmann::ordered_json graph_json(const plan::FlowGraph& graph);

} // namespace flowsync::view
