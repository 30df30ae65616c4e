#pragma once

#include "model/desired.hpp"

#include <vector>

namespace flowsync::plan {

// Desired addresses with parents before children, otherwise sorted.
std::vector<const DesiredResource*> parents_first(const Desired& desired);

} // namespace flowsync::plan
