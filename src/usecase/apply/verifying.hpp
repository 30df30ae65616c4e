#pragma once

#include "base/diagnostic.hpp"
#include "exec/events.hpp"
#include "model/desired.hpp"
#include "nexla/api.hpp"
#include "usecase/run/context.hpp"

namespace flowsync::state {
class Store;
}

namespace flowsync::usecase {

// Looks at what the specs want to see (`verify:`) of the flows that an apply changed and left whole, as long as they
// allow, and pauses those that ask for it. What did not come true, as errors where the specs want it. `since`: when the
// apply began, by the service's clock.
Diagnostics verify_changed(nexla::Api& api, const Desired& desired, const exec::Report& report,
                           const state::Store& store, WallTime since, CommandContext& context);

} // namespace flowsync::usecase
