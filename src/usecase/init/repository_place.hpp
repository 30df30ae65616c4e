#pragma once

#include "usecase/init/ci_files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::usecase {

// Where a project lies in its git repository.
struct RepositoryPlace
{
  std::filesystem::path root; // of the repository; the project's own folder outside git
  std::string folder;         // of the project below it: "" or "data/flows/"
  bool has_remote = false;
  std::vector<CiForge> forges; // whose CI runs for it, by the address of its remote; both when that does not tell
};

// `folder`: of the project, absolute; it need not be there yet.
RepositoryPlace repository_place(const std::filesystem::path& folder);

// The same with what --ci says; "" says nothing.
std::vector<CiForge> chosen_forges(const std::string& words, const RepositoryPlace& place);

} // namespace flowsync::usecase
