#pragma once

#include "model/address.hpp"
#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// Checks one source, nexset or sink of a rendered flow, or one shared resource, by itself: connector and credential,
// schedule, code, fields passed on by `api`, secrets written out, texts that look like marks.
void check_resource(const Node& resource, ResourceKind kind, Findings& findings);

} // namespace flowsync::schema
