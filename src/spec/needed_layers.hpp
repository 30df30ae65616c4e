#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <set>
#include <string>
#include <vector>

namespace flowsync::spec {

// These environments, whatever they extend, transitively, and `base` unless all of them read it from a revision. Names
// that do not exist are included; nothing is reported (the merge of layers does that).
std::set<std::string> needed_layers(const Project& project, const std::vector<std::string>& environments);

// Those problems that lie in one of these layers, or in no layer at all.
Diagnostics problems_of_layers(const Diagnostics& problems, const std::set<std::string>& layers);

} // namespace flowsync::spec
