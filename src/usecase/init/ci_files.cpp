#include "usecase/init/ci_files.hpp"

namespace flowsync::usecase {

std::string ci_stem(const std::string& folder)
{
  std::string stem = "flowsync";
  bool gap = true;
  for (const char c : folder) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      stem += gap ? "-" : "";
      stem += c;
    }
    gap = !plain;
  }
  return stem;
}

std::vector<InitFile> ci_files(CiForge forge, const CiFacts& facts)
{
  return forge == CiForge::github ? github_files(facts) : gitlab_files(facts);
}

std::string ci_apply_file(CiForge forge, const std::string& folder)
{
  return (forge == CiForge::github ? ".github/workflows/" : ".gitlab/") + ci_stem(folder) + ".yml";
}

} // namespace flowsync::usecase
