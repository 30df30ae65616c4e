#pragma once

#include "exec/run.hpp"

#include <map>
#include <optional>

namespace flowsync::exec {

// What one GET of a flow shows of the resources in it: everything but their configuration (API notes B5).
using FlowReading = std::map<LiveKey, LiveResource>;

// Reads the flow that a source, nexset or sink is in. Nothing where the service does not show it in a way that can be
// used, which the run remembers, and where that resource is not in the reply: then it is to be read by itself. Throws
// ResourceFailure for what would be wrong with any other read, too.
std::optional<FlowReading> read_flow(Run& run, const LiveKey& key);

} // namespace flowsync::exec
