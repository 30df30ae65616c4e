#pragma once

#include "exec/absence.hpp"
#include "exec/walks.hpp"

namespace flowsync::exec {

// Everything that the walks of one survey showed. Lists first, since their fields are the fuller ones; then what only
// the flow index or a second walk shows. Takes the resources over: an account is held once.
Inventory joined(Walks walks, Absence absence);

// What other lists tell of a resource: the code of its container, the lookup that it fills. May be repeated after more
// was read.
void fill_parts(Inventory& inventory);

} // namespace flowsync::exec
