#pragma once

#include "plan/plan.hpp"
#include "view/annotation.hpp"

#include <vector>

namespace flowsync::view {

// What plans do, one annotation for each line of the specs that causes it (a variable where several lines use it, else
// the line that sets the field), each deletion by itself, new resources by flow; with what blocks the plans and their
// problems. The most dangerous first: blocked and errors, deletions and replacements, sources that read again, what
// undoes a change made in Nexla, restarts, other changes, new ones, adoptions.
std::vector<Annotation> plan_annotations(const std::vector<plan::Plan>& plans);

// What changed in the service since the last apply, at the lines that say how it should be; then the problems.
std::vector<Annotation> drift_annotations(const plan::Plan& plan);

} // namespace flowsync::view
