#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// What the server keeps of a configuration that it accepted: its values spelt as the switch `spelling` says, and with
// `moving_keys` a few keys of its own that are other ones after every write.
nlohmann::json as_stored(const Context& context, nlohmann::json config);

} // namespace flowsync::sim
