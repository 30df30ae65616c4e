#pragma once

#include "sim/state.hpp"

namespace flowsync::sim {

// The control plane under /_sim/, for tests and people: switches, faults, log, arriving data, edits as the UI makes
// them. Needs no token. Throws Refusal.
Reply handle_control(State& state, Context& context, const Request& request);

} // namespace flowsync::sim
