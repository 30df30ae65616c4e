#pragma once

#include "base/diagnostic.hpp"

#include <string>

namespace flowsync::view {

// A SARIF 2.1.0 log of one run, for code scanning. `prefix` is the project's folder inside the repository ("" or
// "flows/"), so that the places can be found from the repository's root.
std::string diagnostics_sarif(const Diagnostics& diagnostics, const std::string& prefix);

} // namespace flowsync::view
