#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Whether the nexsets and sinks of a flow's `spec` hang together: keys used once, every `from` names a nexset of the
// flow, and no nexset is derived from itself.
void check_graph(const Node& spec, Findings& findings);

} // namespace flowsync::schema
