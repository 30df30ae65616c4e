#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <string>
#include <vector>

namespace flowsync::spec {

// The folders that flowsync.yaml lists under `files:`, as far as they can be used; others are reported.
std::vector<std::string> listed_folders(const Project& project, Diagnostics& diagnostics);

} // namespace flowsync::spec
