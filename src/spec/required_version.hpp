#pragma once

#include "model/node.hpp"
#include "model/position.hpp"

namespace flowsync::spec {

// Throws Rejected when the document of flowsync.yaml has a `requires` that this program's version is not among. To be
// asked before anything else about the project: another version may have other keys, kinds and words. What is not a
// range of versions at all is left to the schema.
void check_required_version(const Node& document, const SourceFiles& files);

} // namespace flowsync::spec
