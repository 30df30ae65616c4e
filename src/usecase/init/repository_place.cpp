#include "usecase/init/repository_place.hpp"

#include "base/text.hpp"
#include "git/commit.hpp"
#include "git/remote.hpp"

#include <system_error>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

std::vector<CiForge> forges_of(const std::string& address)
{
  const auto text = lower(address);
  const bool github = text.find("github") != std::string::npos;
  const bool gitlab = text.find("gitlab") != std::string::npos;
  if (github == gitlab) {
    return {CiForge::github, CiForge::gitlab};
  }
  return {github ? CiForge::github : CiForge::gitlab};
}

} // namespace

RepositoryPlace repository_place(const fs::path& folder)
{
  std::error_code unknown;
  const auto real = fs::weakly_canonical(folder, unknown);
  const auto project = unknown ? folder : real;
  auto there = project;
  while (!fs::is_directory(there, unknown) && there.has_relative_path()) {
    there = there.parent_path();
  }
  RepositoryPlace place;
  place.root = project;
  place.forges = forges_of("");
  const auto top = git::work_tree(there);
  if (top.empty()) {
    return place;
  }
  const auto root = fs::weakly_canonical(top, unknown);
  const auto below = project.lexically_relative(root);
  if (unknown || below.empty() || *below.begin() == "..") {
    return place;
  }
  place.root = root;
  place.folder = below == "." ? "" : below.generic_string() + "/";
  if (const auto remote = git::find_remote(there, "origin")) {
    place.has_remote = true;
    place.forges = forges_of(remote->url);
  }
  return place;
}

std::vector<CiForge> chosen_forges(const std::string& words, const RepositoryPlace& place)
{
  if (words.empty()) {
    return place.forges;
  }
  std::vector<CiForge> chosen;
  if (words == "github" || words == "both") {
    chosen.push_back(CiForge::github);
  }
  if (words == "gitlab" || words == "both") {
    chosen.push_back(CiForge::gitlab);
  }
  return chosen;
}

} // namespace flowsync::usecase
