#pragma once

#include <string>
#include <vector>

namespace flowsync::cli {

// One file that `init` writes.
struct InitFile
{
  std::string path; // relative to the project's root
  std::string text;
};

// The files of a new project with this name, schemas not included: a flow, its transform, three environments on
// simulators, a workflow for CI. They validate, plan and apply as they are.
std::vector<InitFile> init_files(const std::string& project);

// What `.gitignore` must hold: the folder of state and simulators.
inline constexpr const char* k_ignored_folder = ".flowsync/";

} // namespace flowsync::cli
