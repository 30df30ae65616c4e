#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Numbers below `node` whose text JSON would not keep as it is written (3.10, 1e3, -0, more digits than 64 bits hold):
// what is sent, and what is compared, would be another text than the one in the file, and than the one that is meant.
void check_numbers(const Node& node, Findings& findings);

} // namespace flowsync::schema
