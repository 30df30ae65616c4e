#pragma once

#include "git/kept_files.hpp"
#include "model/file_tree.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::spec {

inline constexpr const char* k_specs_folder = "environments";

// Which files of a checkout its specs may take up. Whoever proposes a change writes specs, but a checkout also holds
// what is not theirs: tokens in .git/config, .env files, what CI laid there for other steps. So only what lies below
// environments/ or a folder that flowsync.yaml lists, nothing hidden, and in git only what git tracks or would.
class FileAccess
{
public:
  // `root` must be canonical, `more` normal paths relative to it.
  FileAccess(std::filesystem::path root, std::vector<std::string> more);

  const std::filesystem::path& root() const { return m_root; }

  // Why a file may not be read by its path alone; relative to the root, normal, with no links left in it.
  std::optional<FileProblem> refuse_path(const std::string& path) const;
  // The same for all files of a folder.
  std::optional<FileProblem> refuse_folder(const std::string& path) const;
  // The same for a file of the work tree. Asks git once for all files. Thread safe.
  std::optional<FileProblem> refuse_file(const std::string& path) const;

private:
  std::filesystem::path m_root;
  std::vector<std::string> m_folders;
  mutable std::once_flag m_asked;
  mutable std::optional<git::Paths> m_kept; // nothing outside git
  mutable std::string m_no_answer;          // why git cannot tell
};

} // namespace flowsync::spec
