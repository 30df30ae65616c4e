#pragma once

#include "model/desired.hpp"
#include "plan/planner.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::plan {

// One resource of a graph of flows.
struct GraphNode
{
  Address address;
  std::string text;       // the address; "nexset 4711" or `nexset "Orders"` of a shared one that no spec describes
  std::string name;       // shown in Nexla; "" when it has none
  std::string kind;       // connector, language, "detected" or "derived"; "" when there is nothing to tell
  std::string credential; // alias; "" = none
  RunState state = RunState::active;
  bool outside = false; // belongs to what was not asked for, and is here because something comes from it

  // What a plan does to it; a graph of the specs alone leaves this as it is.
  Action action = Action::no_op;
  bool adopting = false;
  bool restarts = false;   // is paused and started again, by itself or with what it hangs from
  bool re_ingests = false; // reads all its data again
};

struct GraphEdge
{
  std::size_t from = 0; // indices into FlowGraph::nodes
  std::size_t to = 0;
  bool operator==(const GraphEdge&) const = default;
};

// What the specs of an environment describe, as a picture would show it.
struct FlowGraph
{
  std::string environment;
  bool of_plan = false; // nodes tell what a plan does to them
  std::vector<GraphNode>
      nodes; // by address: lookups, transforms and code, then flow after flow, then those without a spec
  std::vector<GraphEdge> data; // data goes from one to the other; sorted
  std::vector<GraphEdge> uses; // the first is used by the second, whose spec names it; sorted
};

// Brings the edges of a graph into their order.
void sort_edges(FlowGraph& graph);

// The graph of everything, or of the targets, what their data comes from, and what any of these use.
FlowGraph make_flow_graph(const Desired& desired, const Targets& targets);

// The graph of everything that a plan speaks of, or of the targets, which are not labels, what their data comes from
// and what any of these use; with what the plan does. What its verbs reach and nobody here owns hangs as an outside
// node below the resource whose verb it is. Kinds are told of what changes alone.
FlowGraph make_flow_graph(const Plan& plan, const Targets& targets = {});

} // namespace flowsync::plan
