#pragma once

#include "model/address.hpp"
#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Checks one rendered document of kind Lookup, Transform or Code by itself: fields passed on by `api`, secrets written
// out, texts that look like marks; of code, that it is given once.
void check_shared(const Node& document, ResourceKind kind, Findings& findings);

} // namespace flowsync::schema
