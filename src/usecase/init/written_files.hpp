#pragma once

#include "usecase/init/init_files.hpp"
#include "usecase/init/repository_place.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::usecase {

// A file that is made for a project, and renewed by later versions.
struct MadeFile
{
  std::filesystem::path path; // absolute
  std::string name;           // relative to the project's root
  std::string text;
  bool needed = false; // comes back when somebody took it away: specs name it
};

// The schemas for editors, and the files for CI.
std::vector<MadeFile> made_files(const std::filesystem::path& project, const RepositoryPlace& place,
                                 const std::vector<CiForge>& forges, const CiFacts& facts);

// schemas/SHA256SUMS: what was written last, so that it shows which files somebody edited. Its form is that of
// sha256sum.
class WrittenFiles
{
public:
  // Of the project; empty when nothing is recorded.
  static WrittenFiles read(const std::filesystem::path& project);

  // The digest that was recorded; nothing when none was.
  std::optional<std::string> digest_of(const MadeFile& file) const;
  // Whether this text is what this or an older version wrote there.
  bool is_unedited(const MadeFile& file, const std::string& text) const;
  void record(const MadeFile& file);
  void write() const;

  static std::string file_name() { return "schemas/SHA256SUMS"; }

private:
  explicit WrittenFiles(std::filesystem::path project) : m_project(std::move(project)) {}
  std::string key_of(const MadeFile& file) const;

  std::filesystem::path m_project;
  std::map<std::string, std::string> m_digests; // by the path from the folder of the record
};

} // namespace flowsync::usecase
