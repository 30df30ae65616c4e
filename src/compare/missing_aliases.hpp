#pragma once

#include "compare/comparison.hpp"
#include "overlay/render.hpp"

namespace flowsync::compare {

// Aliases of credentials that rendered documents use (`credential:`, `${ref.credential/ALIAS.id}`) and the environment
// does not define, sorted.
std::vector<MissingAlias> missing_aliases(const overlay::Rendered& rendered, const SourceFiles& files);

} // namespace flowsync::compare
