#pragma once

#include "base/diagnostic.hpp"
#include "desired/build_flow.hpp"

#include <set>
#include <string>
#include <vector>

namespace flowsync::desired {

// Resolves the ${ref.ADDRESS.id} of all resources (sorted by address) into DesiredResource::depends_on. An address that
// nothing has is an error at the reference, and so is a circle of resources that need one another's ids (through
// references and parents). Ids of credentials are not dependencies: they are known before anything is applied, but
// their alias must exist. `excluded` are flows left out of this environment, for messages.
void link_resources(std::vector<BuiltResource>& resources, const Environment& environment,
                    const std::set<std::string>& excluded, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::desired
