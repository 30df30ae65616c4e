#pragma once

#include <chrono>
#include <filesystem>
#include <set>
#include <string>

namespace flowsync::spec {

// Names that a project's files hold.
struct ScannedNames
{
  std::set<std::string> flows;     // that begin like the word, if it is not longer than a flow's name
  std::set<std::string> addresses; // of those flows, and of what is shared
};

// Looks for names with which `word` can go on, for people who wait for them: line by line, without parsing, so broken
// files are no hindrance; what the lines do not show (YAML written in an unusual way) is not found. Files called like
// the word come first. After `budget` no further file is read, and flows are taken to be called like their files.
// Throws nothing, and finds nothing outside a project.
ScannedNames scan_names(const std::filesystem::path& folder, const std::string& word, std::chrono::milliseconds budget);

// The environments that can be used, likewise: not abstract layers. After `budget` every folder is taken for one.
std::set<std::string> scan_environments(const std::filesystem::path& folder, std::chrono::milliseconds budget);

} // namespace flowsync::spec
