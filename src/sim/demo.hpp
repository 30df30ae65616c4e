#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Fills an empty world with the demo account: credentials of several types, a project, and one active flow (source
// 6862, detected set 10393, derived sets 10398 and 10410, sinks 6513 and 6520).
void add_demo_account(Context& context);

} // namespace flowsync::sim
