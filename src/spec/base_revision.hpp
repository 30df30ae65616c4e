#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

namespace flowsync::spec {

// Reads the layer `base` of the revision that `pin` names from git's object database into `project.revisions` and sets
// the pin's commit. The work tree is not looked at. Each commit is read once. A revision that is not there, a name that
// is a branch (a warning: it moves) and problems of form inside are reported; texts go into the project's SourceFiles
// by the name that `git show` understands.
void load_base_revision(Project& project, BasePin& pin, Diagnostics& diagnostics);

} // namespace flowsync::spec
