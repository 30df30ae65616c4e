#pragma once

#include "base/diagnostic.hpp"
#include "model/environment.hpp"
#include "overlay/scope.hpp"
#include "spec/project.hpp"

#include <vector>

namespace flowsync::overlay {

// An environment after its layers were merged and references were put in.
struct LoadedEnvironment
{
  Environment environment;
  NodePtr document; // the merged Environment document, tombstones removed; null when no layer has one
  Scope scope;      // what the documents of this environment may use
};

// Merges the Environment documents of `layers` (from layers_of()), resolves variables and puts them into the settings.
// `extends`, `abstract` and `metadata` are the last layer's own. What a secret or `auth` may read from the process is
// checked here (a pull request must not be able to name any variable); values of secrets and keys are never read.
LoadedEnvironment load_environment(const spec::Project& project, const std::vector<const spec::Layer*>& layers,
                                   const ProcessEnvironment& process, Diagnostics& diagnostics);

} // namespace flowsync::overlay
