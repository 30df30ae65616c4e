#pragma once

#include "base/diagnostic.hpp"

#include <string>

namespace flowsync::view {

// Workflow commands of GitHub Actions, one line for each problem, which become annotations of a pull request:
//   ::error file=flows/a.yaml,line=3,endLine=3,col=5,endColumn=9,title=unknown-key::message
// `prefix` as for diagnostics_sarif().
std::string diagnostics_github(const Diagnostics& diagnostics, const std::string& prefix);

} // namespace flowsync::view
