#pragma once

#include "usecase/init/init_files.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// What the files for CI depend on.
struct CiFacts
{
  std::string project;
  std::vector<std::string> environments; // in the order in which changes travel
  std::string folder;                    // of the project inside the repository: "" or "data/flows/"
};

// Where CI may run.
enum class CiForge
{
  github,
  gitlab
};

// The files that a CI service needs; their paths are relative to the repository's root.
std::vector<InitFile> ci_files(CiForge forge, const CiFacts& facts);

// The one of them that holds a job `apply` for each environment, whatever the facts but the folder.
std::string ci_apply_file(CiForge forge, const std::string& folder);

// GitLab's list of included files, which a repository may have already for other things.
inline constexpr const char* k_gitlab_list = ".gitlab-ci.yml";

// "flowsync", or for a project in a folder of the repository "flowsync-data-flows".
std::string ci_stem(const std::string& folder);

std::vector<InitFile> github_files(const CiFacts& facts);
std::vector<InitFile> gitlab_files(const CiFacts& facts);

} // namespace flowsync::usecase
