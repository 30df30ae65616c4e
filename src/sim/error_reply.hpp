#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// The reply to a refused request in the shape that the switch chooses (API notes A3, G38). A 401 has no body unless a
// switch says otherwise.
Reply error_reply(const Switches& switches, const Refusal& refusal, const std::string& request_id, std::int64_t now_ms);

} // namespace flowsync::sim
