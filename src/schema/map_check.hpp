#pragma once

#include "schema/document_place.hpp"
#include "schema/findings.hpp"
#include "schema/rule.hpp"

namespace flowsync::schema {

// Checks a value and everything below it.
void check_node(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings);

} // namespace flowsync::schema
