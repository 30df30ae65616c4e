#pragma once

#include "exec/calls.hpp"

namespace flowsync::exec {

// The project that the flow of what is wanted joins; nothing where it joins none, or one that is not there yet. One of
// the specs may have come into being in this run.
std::optional<ResourceId> wanted_project(const Run& run, const DesiredResource& wanted);
// Adds the flow of `source` to the Nexla project that the specs name (API notes B6). Throws ResourceFailure.
void join_wanted_project(Run& run, const DesiredResource& wanted, const LiveResource& source);
// That project, for people: "the project Sales", "project/sales".
std::string project_words(const DesiredResource& wanted);

} // namespace flowsync::exec
