#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Checks the list `nexsets` of a rendered flow: each is either detected or derived, selectors of detected ones do not
// overlap, and the forms of a transform are not mixed. With `has_origin`, one that is neither comes from the origin.
void check_nexsets(const Node& nexsets, bool has_origin, Findings& findings);

} // namespace flowsync::schema
