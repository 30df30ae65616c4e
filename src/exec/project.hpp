#pragma once

#include "exec/calls.hpp"

namespace flowsync::exec {

// Adds the flow of `source` to the Nexla project that the specs name (API notes B6). Throws ResourceFailure.
void join_wanted_project(Run& run, const DesiredResource& wanted, const LiveResource& source);
// That project, for people: "the project Sales", "project/sales".
std::string project_words(const DesiredResource& wanted);

} // namespace flowsync::exec
