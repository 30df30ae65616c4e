#pragma once

#include "base/diagnostic.hpp"
#include "model/environment.hpp"
#include "model/position.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::desired {

// What is wrong with where several environments of one project keep their states: one place for two of them is an
// error; with `in_ci`, a state that only this machine has, of a real account, is a warning.
void check_state_places(std::string_view project, const std::vector<Environment>& environments, bool in_ci,
                        const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::desired
