#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::usecase {

// A file of a project as it is to be.
struct ProjectFile
{
  std::string path; // relative to the root, '/' as separator
  std::string text;
  bool is_new = true; // otherwise it is there and replaced
  bool gone = false;  // it is there and removed
};

// Writes all of them, in this order, or none: when one cannot be written, those before it are put back as they were.
// Each is replaced as a whole, so a run that is killed leaves only whole files. Throws Fatal naming the file: a new one
// whose place is taken, one that a symbolic link leads out of the project, one that the system does not let be written.
void write_files(const std::filesystem::path& root, const std::vector<ProjectFile>& files);

} // namespace flowsync::usecase
