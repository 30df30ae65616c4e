#pragma once

#include "exec/absence.hpp"
#include "exec/walks.hpp"

namespace flowsync::exec {

// Everything that the walks of one survey showed. Lists first, since their fields are the fuller ones; then what only
// the flow index or a second walk shows.
Inventory joined(const Walks& walks, const Absence& absence);

// Puts the inline transforms into the sets whose code containers were listed.
void show_inline_code(Inventory& inventory);

} // namespace flowsync::exec
