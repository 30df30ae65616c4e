#pragma once

#include "plan/flow_graph.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::view {

// The nodes of each flow that was asked for, by index, in their order; flows by name.
std::vector<std::pair<std::string, std::vector<std::size_t>>> nodes_by_flow(const plan::FlowGraph& graph);

// The nodes outside those flows: lookups, transforms and code, and what belongs to other flows or to no spec.
std::vector<std::size_t> nodes_beside(const plan::FlowGraph& graph);

// "source" or "sink/warehouse" for what is in this flow; else the whole address.
std::string text_in_flow(const plan::GraphNode& node, const std::string& flow);

// What a plan does to a node and what else happens to it: "changes", "restarts", "reads all its data again".
std::vector<std::string> change_words(const plan::GraphNode& node);

// "active", "paused" or "unmanaged", as specs say it.
std::string_view state_word(RunState state);

// What is told of a node besides its address and name: connector or language, credential, state. Harmless to print.
std::vector<std::string> details_of(const plan::GraphNode& node);

} // namespace flowsync::view
