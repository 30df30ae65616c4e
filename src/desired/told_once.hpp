#pragma once

#include "base/diagnostic.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::desired {

// What several environments say, each problem once: those that differ in nothing but the environment that they name
// ("… in environment dev") become one that names all of them. `found`: each environment with its problems.
Diagnostics told_once(std::vector<std::pair<std::string, Diagnostics>> found);

} // namespace flowsync::desired
