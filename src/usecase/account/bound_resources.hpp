#pragma once

#include "model/record.hpp"
#include "plan/known_resources.hpp"
#include "usecase/project/workspace.hpp"

namespace flowsync::usecase {

// What the state of an environment remembers. Throws Fatal when it cannot be read.
StateData recorded_state(const Settings& settings, const CommandContext& context);

// Which live resource stands for which address: what the table of identity says of all that the specs ask for, and
// beside that what the state remembers, marks and `adopt` entries (plan/known_resources.hpp). The specs may have
// errors.
plan::KnownResources bound_resources(const Settings& settings, const StateData& state, const Inventory& inventory,
                                     const Identity& identity, const CommandContext& context);

} // namespace flowsync::usecase
