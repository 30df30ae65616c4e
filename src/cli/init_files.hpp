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

// The files of a new project without flows, for flows that exist already in Nexla. The environments are on simulators
// and stand in the order in which changes travel; the last of several is a careful one.
std::vector<InitFile> bare_files(const std::string& project, const std::vector<std::string>& environments);

// What `.gitignore` must hold: the folder of state and simulators.
inline constexpr const char* k_ignored_folder = ".flowsync/";

} // namespace flowsync::cli
