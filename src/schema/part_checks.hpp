#pragma once

#include "model/kinds.hpp"
#include "model/node.hpp"
#include "schema/findings.hpp"

#include <optional>

namespace flowsync::schema {

// What a resource, or with no kind a flow, says of parts that the service keeps apart (model/parts.hpp):
// `access:`: each row says exactly who, and whoever is named twice has one kind;
// `docs:`: each is a file, or a name with a text, and no name occurs twice;
// `notifications:`: each is about an event that there is, and no channel is told twice of one;
// `triggers:` of a flow: each names another flow, or a source or sink of one, once.
void check_parts(const Node& holder, std::optional<ResourceKind> kind, Findings& findings);

} // namespace flowsync::schema
