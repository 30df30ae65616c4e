#pragma once

#include "plan/binding.hpp"
#include "plan/moves.hpp"

#include <map>
#include <set>

namespace flowsync::plan {

// By address: the other addresses, of records and marks, of what `moves` leads there.
std::map<Address, std::set<Address>> former_names(const BindingInput& input, const MarkIndex& marks,
                                                  const Moves& moves);

} // namespace flowsync::plan
