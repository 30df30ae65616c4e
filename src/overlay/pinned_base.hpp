#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <string>
#include <vector>

namespace flowsync::overlay {

// Reads, for each of these environments (all that can be run when none is named) whose layers say `base: {ref: …}`, the
// layer `base` of that revision from git; layers_of() then uses it. The last layer that says it wins. What is wrong
// with the revision, with its documents, or with a pin in `base` itself is reported; an environment whose pin cannot be
// read renders nothing.
void load_pinned_bases(spec::Project& project, const std::vector<std::string>& environments, Diagnostics& diagnostics);

} // namespace flowsync::overlay
