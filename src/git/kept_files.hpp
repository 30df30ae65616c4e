#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::git {

// Paths relative to the folder that was asked about, '/' as separator.
using Paths = std::set<std::string, std::less<>>;

// The files below some folders of `root` that git tracks, and those that it would (they are not ignored). Nothing when
// `root` does not lie in a git work tree; a reason, as a clause, when git cannot tell. Asks git once.
Result<std::optional<Paths>, std::string> kept_files(const std::filesystem::path& root,
                                                     const std::vector<std::string>& below);

// The files below some folders that git tracks.
Result<std::optional<Paths>, std::string> tracked_files(const std::filesystem::path& root,
                                                        const std::vector<std::string>& below);

} // namespace flowsync::git
