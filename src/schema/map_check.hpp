#pragma once

#include "schema/findings.hpp"
#include "schema/place.hpp"
#include "schema/rule.hpp"

namespace flowsync::schema {

// Checks a value and everything below it.
void check_node(const Node& node, const Rule& rule, const Place& place, Findings& findings);

} // namespace flowsync::schema
