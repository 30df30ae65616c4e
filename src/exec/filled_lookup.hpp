#pragma once

#include "exec/calls.hpp"

#include <string>
#include <vector>

namespace flowsync::exec {

// Puts into a data_map sink's reply, as `data_map`, what the lookup that it fills says of itself. Leaves the reply
// alone where no lookup of this sink is visible. Throws ResourceFailure when it cannot be read.
void show_filled_lookup(Run& run, LiveResource& sink);

// Changes the lookup that a sink fills. A PUT of the sink would leave it as it is (API notes J2), so it goes to the
// lookup. `wanted`: all that it shall say. Throws ResourceFailure when it is not visible or the service refuses.
void write_filled_lookup(Run& run, const LiveKey& sink, nlohmann::json wanted);

} // namespace flowsync::exec
