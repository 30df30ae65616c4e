#pragma once

#include "base/diagnostic.hpp"
#include "git/revision.hpp"
#include "spec/project.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::spec {

// The project in the folder `root` as a git revision holds it; nothing is read from the work tree. `name`: how messages
// call the revision. What is wrong with its files is reported as load_project() does it, for these environments or for
// all of them. Throws Rejected when it requires another version of this program.
Project load_project_revision(const std::filesystem::path& root, git::Revision revision, const std::string& name,
                              Diagnostics& diagnostics, const std::vector<std::string>& environments = {});

} // namespace flowsync::spec
