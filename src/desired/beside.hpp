#pragma once

#include "compare/same_places.hpp"
#include "model/desired.hpp"
#include "overlay/process_environment.hpp"
#include "spec/project.hpp"

#include <string>
#include <vector>

namespace flowsync::desired {

// What an environment has to do with the others of its project. Problems of these others are theirs: an environment
// that cannot be told says nothing here.

// The `adopt` entries of the other environments that may live in the same account.
std::vector<AdoptedElsewhere> adopted_elsewhere(const spec::Project& project, const Environment& environment,
                                                const overlay::ProcessEnvironment& process);

// `adopted-twice` at each entry of the environment that names a resource of these: an error of the files; for a plan a
// warning, since which of the two environments must keep off is told by what is live (plan/binding.hpp).
void check_adopted_twice(const Environment& environment, const std::vector<AdoptedElsewhere>& elsewhere,
                         Severity severity, const SourceFiles& files, Diagnostics& diagnostics);

// What sources and sinks use in all environments of the project but these: renders them. For
// compare::same_places().
std::vector<compare::EnvironmentPlaces> places_of_others(const spec::Project& project,
                                                         const std::vector<std::string>& environments,
                                                         const overlay::ProcessEnvironment& process);

} // namespace flowsync::desired
