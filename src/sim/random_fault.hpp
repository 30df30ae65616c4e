#pragma once

#include "sim/faults.hpp"

namespace flowsync::sim {

// A number in [0, 1) that follows from the seed, the request and how often the same method and path came before, so
// that a seed strikes the same requests whatever order threads send them in. `purpose` gives independent numbers.
double chance(std::uint64_t seed, const Request& request, std::uint64_t nth, std::uint64_t purpose);

// One of the other actions with values of its own, as `fault` (whose action is random) draws it for its nth meeting
// with such a request.
Fault draw_fault(const Fault& fault, const Request& request, std::uint64_t nth);

} // namespace flowsync::sim
