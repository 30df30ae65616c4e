#pragma once

#include "model/desired.hpp"

#include <vector>

namespace flowsync::plan {

// Desired addresses, each behind its parent and what it refers to, otherwise sorted.
std::vector<const DesiredResource*> parents_first(const Desired& desired);

} // namespace flowsync::plan
