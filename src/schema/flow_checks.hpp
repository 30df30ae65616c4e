#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// The checks of one rendered document of kind Flow (see semantics.hpp).
void check_flow(const Node& document, Findings& findings);

} // namespace flowsync::schema
