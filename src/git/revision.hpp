#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::git {

// Why a revision cannot be read.
struct RevisionProblem
{
  std::string reason;         // a clause: "git is not installed here"
  bool unknown = false;       // there is a repository, but nothing in it has this name
  bool shallow_clone = false; // and its history was cut when it was cloned
};

// A file as a revision holds it.
struct RevisionFile
{
  enum class Kind
  {
    regular,
    link, // its content is the path that it leads to
    submodule
  };
  std::string path;   // relative to the folder that Revision was opened with, '/' as separator
  std::string object; // id of its content
  std::uint64_t size = 0;
  Kind kind = Kind::regular;
};

// One revision of the repository around a folder, read from git's object database: neither the work tree nor the index
// matters. Paths are relative to that folder. Fetches nothing: what is not there is a problem.
class Revision
{
public:
  // `name`: a tag, a commit or whatever else git understands as one.
  static Result<Revision, RevisionProblem> open(const std::filesystem::path& folder, const std::string& name);

  const std::string& commit() const { return m_commit; } // its id
  bool is_branch() const { return m_is_branch; }         // the name moves on with every commit

  // All files below a folder, or the file of that path, sorted by path; none when there is nothing.
  Result<std::vector<RevisionFile>, RevisionProblem> files(const std::string& below) const;

  // Contents in the order of `files`; submodules have none.
  Result<std::vector<std::string>, RevisionProblem> read(const std::vector<RevisionFile>& files) const;

  // An id that is the same for folders with the same content; "" when there is no such folder.
  std::string folder_id(const std::string& folder) const;

private:
  Revision(std::filesystem::path folder, std::string commit) : m_folder(std::move(folder)), m_commit(std::move(commit))
  {
  }

  std::filesystem::path m_folder;
  std::string m_commit;
  bool m_is_branch = false;
};

} // namespace flowsync::git
