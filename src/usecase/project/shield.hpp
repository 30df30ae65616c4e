#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::usecase {

// The flows whose documents hold all of these errors, so that a run for other flows can do without them; nothing when
// an error lies elsewhere (in settings, in what flows share), in a flow that the targets may mean, or in a file that
// cannot be read and may hold such a flow.
std::optional<std::set<std::string>> flows_to_leave_aside(const spec::Project& project, const Diagnostics& problems,
                                                          const std::vector<std::string>& targets);

// The project as if it had no documents of these flows.
void leave_aside(const std::set<std::string>& flows, spec::Project& project);

} // namespace flowsync::usecase
