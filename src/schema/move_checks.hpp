#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Checks `moved` of a rendered flow: addresses that can be read and are of one kind, each left only once.
void check_moves(const Node& document, Findings& findings);

} // namespace flowsync::schema
