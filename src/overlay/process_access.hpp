#pragma once

#include "base/diagnostic.hpp"
#include "overlay/scope.hpp"
#include "spec/project.hpp"

#include <set>
#include <string>

namespace flowsync::overlay {

// The variables of the process that `auth` of any layer of the project uses.
std::set<std::string, std::less<>> auth_names(const spec::Project& project);

// What `auth` and `secrets` of a merged Environment document read from the machine must be allowed: names of variables
// by VariableRules, a secret must not use one that opens a session, a secret's file stays inside the
// project, and `auth` knows no reference but ${env.…}. Nothing is read.
void check_process_access(const Node& document, const Scope& scope, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::overlay
