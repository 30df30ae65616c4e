#pragma once

#include "sim/listing.hpp"

namespace flowsync::sim {

// GET /health/org/all, /health/org/flows and /health/flow/{id} (API notes J3): flows that the caller may read are
// GREEN, YELLOW where a run had errors and records, RED where it had errors only. Throws Refusal.
Reply health_paths(const Context& context, const Request& request, const std::vector<std::string>& path);

} // namespace flowsync::sim
