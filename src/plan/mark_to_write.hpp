#pragma once

#include "plan/binding.hpp"
#include "plan/moves.hpp"

#include <map>

namespace flowsync::plan {

// The mark that a resource is to carry: of this project and environment, with the tokens that the live one carries in a
// mark of this project (null: nothing is there yet), its own id where it is a copy, and the token of a `moved:` entry
// that leads away from the address.
Mark mark_to_write(const Desired& desired, const Moves& moves, const Address& address, const LiveResource* live);

// Blocks what would get a mark that is too long to be read again: the longest names leave no room for a second token.
// An error for each says which names to shorten.
void block_long_marks(const BindingInput& input, const Moves& moves, std::map<Address, Binding>& bindings,
                      Diagnostics& diagnostics);

} // namespace flowsync::plan
