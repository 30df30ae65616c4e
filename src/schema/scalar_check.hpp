#pragma once

#include "schema/document_place.hpp"
#include "schema/findings.hpp"
#include "schema/rule.hpp"

namespace flowsync::schema {

// Whether the kind of a value fits the rule; reports it when not. True also for references that stand for a value of
// another kind, which `is_open` tells.
bool check_kind(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings);

// Whether the value is not known yet, so that nothing more can be said: in a written document it holds a reference, in
// a rendered one it waits for ${secret.…} or ${ref.…}.
bool is_open(const Node& node, const Rule& rule, DocumentForm form);

// Checks the text or number of a scalar of a fitting kind.
void check_scalar(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings);

} // namespace flowsync::schema
