#pragma once

#include "model/environment.hpp"
#include "model/record.hpp"

namespace flowsync::exec {

// Throws Fatal (exit auth) unless the session belongs to the organisation that `nexla.org` pins, and to the
// installation of the service, the organisation and user that the state was applied with.
void check_identity(const Identity& identity, const Environment& environment, const StateData& state);

} // namespace flowsync::exec
