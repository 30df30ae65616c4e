#pragma once

#include "base/diagnostic.hpp"
#include "spec/file_access.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::spec {

// A YAML file of a project.
struct SpecFile
{
  std::filesystem::path path; // absolute
  std::string shown_path;     // relative to the root, '/' as separator
  std::string layer;          // folder below environments/
};

struct FoundFiles
{
  std::vector<std::string> layers; // folders below environments/, sorted
  std::vector<SpecFile> files;     // sorted by shown_path within each layer
};

// Whether a file's name says that it holds YAML.
bool is_yaml_file(const std::filesystem::path& path);

// Finds the YAML files below ROOT/environments/LAYER/, recursively. Hidden files and folders are skipped. Symbolic
// links are followed as long as they lead to what specs may read; those that do not, go round in circles or lead
// nowhere are errors, as are YAML files beside the layers' folders and folders that cannot be read.
FoundFiles find_files(const FileAccess& access, Diagnostics& diagnostics);

} // namespace flowsync::spec
