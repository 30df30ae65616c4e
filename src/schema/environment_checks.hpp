#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// The checks of one rendered document of kind Environment (see semantics.hpp). An abstract one need not have what only
// a run needs.
void check_environment(const Node& document, Findings& findings);

} // namespace flowsync::schema
