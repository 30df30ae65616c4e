#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "overlay/process_environment.hpp"
#include "overlay/render.hpp"
#include "spec/project.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::desired {

struct LoadedDesired
{
  std::optional<overlay::Rendered> rendered; // nothing when the environment cannot be told
  std::optional<Desired> desired;            // nothing when there is any error
  Diagnostics diagnostics;                   // all problems, sorted
};

// What the specs of one environment ask for: every document of its layers checked as written, then rendered, validated
// (structure, meaning, links between resources) and translated into the words of the API. Reads the files that `file:`
// names and nothing else. Errors of loading the project are the caller's: a project with errors must not be applied.
LoadedDesired load_desired(const spec::Project& project, std::string_view environment,
                           const overlay::ProcessEnvironment& process);

// What the specs of an environment ask for as far as it can be told, although they may have errors: for finding what
// stands for what, never for a plan. Nothing when the environment cannot be told.
std::optional<Desired> outline(const spec::Project& project, std::string_view environment,
                               const overlay::ProcessEnvironment& process);

// Validates several environments at once: each written document of the project is checked once, then each environment,
// then what it has to do with the others. Sorted.
Diagnostics validate_environments(const spec::Project& project, const std::vector<std::string>& environments,
                                  const overlay::ProcessEnvironment& process);

} // namespace flowsync::desired
