#pragma once

#include "overlay/scope.hpp"

namespace flowsync::overlay {

// Resolves the variables that `variables` (a merged map, or nullptr) defines, in `scope`, whose other members are
// filled in already. They may use one another and the process environment, in any order. Undefined and cyclic ones are
// errors at once, unused or not; an environment variable of the process that is not set is one only where it is needed.
void resolve_variables(const Node* variables, Scope& scope, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::overlay
