#pragma once

#include "view/common_causes.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// What `paused` of the environment pauses, and what it lets go: one cause each, however many statuses that are. They
// are taken out of `fields`.
std::vector<CommonCause> take_suspensions(std::vector<CausedField>& fields);

// "`paused: true` at environments/prod/environment.yaml:8 pauses 40 resources in 12 flows".
std::string suspension_words(const CommonCause& cause);

} // namespace flowsync::view
