#pragma once

#include "plan/plan.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::view {

// Who is given which role by a plan, such as "team data as admin", and at which of its changes; what those have already
// is not among it. What Nexla is still to detect is left out: whether it has the access is not known yet.
using GivenAccess = std::map<std::string, std::vector<const plan::ResourceChange*>>;

void note_given_access(const plan::ResourceChange& change, GivenAccess& given);

} // namespace flowsync::view
