#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// One of every kind of thing that an account can hold (docs/simulator.md lists them), owned by `user`, in the world of
// `context`. Returns the path of each under its label.
nlohmann::json add_samples(Context& context, const User& user);

// So many plain flows: an active source with a detected set, a derived one and a sink. Returns {"sources": count}.
nlohmann::json add_plain_flows(Context& context, const User& user, std::int64_t count);

} // namespace flowsync::sim
