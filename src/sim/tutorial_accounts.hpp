#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Fills an empty world with the account that docs/tutorial.md begins with: credentials and one active flow, source 6862
// with detected set 10393. Three pipelines go through the sets 10398, 10410 and 10421 to the sinks 6513, 6520 and 6531.
void add_tutorial_dev_account(Context& context);

// Fills an empty world with the account to which the tutorial takes that flow: credentials, several of a type, none of
// them with an id of the other account.
void add_tutorial_prod_account(Context& context);

} // namespace flowsync::sim
