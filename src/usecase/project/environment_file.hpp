#pragma once

#include "spec/project.hpp"
#include "spec/yaml_edit.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// An environment's own file as it is to be.
struct EnvironmentEdit
{
  std::string path; // relative to the project's root
  std::string text;
};

// The file that holds an environment's document, read anew from the disk and edited. Throws Rejected when it cannot be
// edited so.
EnvironmentEdit edit_environment(const spec::Project& project, const std::string& environment,
                                 const std::vector<spec::YamlEdit>& edits);

} // namespace flowsync::usecase
