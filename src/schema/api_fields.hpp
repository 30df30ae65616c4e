#pragma once

#include "model/address.hpp"
#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// `api:` passes top-level fields on as they are; refused are those that have a word of their own in specs and those
// that nobody can write (API notes B2-B4).
void check_api_fields(const Node& api, ResourceKind kind, Findings& findings);

} // namespace flowsync::schema
