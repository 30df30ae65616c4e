#pragma once

#include <string>
#include <vector>

namespace flowsync::usecase {

// One file that `init` writes.
struct InitFile
{
  std::string path; // relative to the project's root
  std::string text;
};

// What the files of a new project depend on.
struct InitFacts
{
  std::string project;     // its name
  bool has_remote = false; // it lies in a git repository with a remote
};

// The files of a new project, those for editors and CI not included: a flow, its transform, three environments on
// simulators. They validate, plan and apply as they are.
std::vector<InitFile> init_files(const InitFacts& facts);

// The files of a new project without flows, for flows that exist already in Nexla. The environments are on simulators
// and stand in the order in which changes travel; the last of several is a careful one.
std::vector<InitFile> bare_files(const InitFacts& facts, const std::vector<std::string>& environments);

// What `.gitignore` must hold: the folder of state and simulators.
inline constexpr const char* k_ignored_folder = ".flowsync/";

} // namespace flowsync::usecase
