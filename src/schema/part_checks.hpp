#pragma once

#include "model/node.hpp"
#include "schema/findings.hpp"

namespace flowsync::schema {

// `access:` of a flow or a resource: each row says exactly who, and whoever is named twice has one role.
void check_access(const Node& holder, Findings& findings);

// `docs:` of a flow or a nexset: each is a file, or a name with a text, and no name occurs twice.
void check_docs(const Node& holder, Findings& findings);

} // namespace flowsync::schema
