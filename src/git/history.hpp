#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "git/ask.hpp"
#include "git/checkout.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::git {

// A commit and when it was made (committer's time, ISO 8601); each "" when it cannot be told.
struct Commit
{
  std::string id;
  std::string time;
};

// How one commit stands to another in the history.
enum class CommitOrder
{
  same,
  newer,    // the other is an ancestor
  older,    // it is an ancestor of the other
  diverged, // neither is an ancestor of the other
  unknown,
};

struct CommitStanding
{
  CommitOrder order = CommitOrder::unknown;
  bool by_time = false; // told by the times of the commits, because the history does not show it
  std::string reason;   // why the history does not show it; "" when it does
  std::string cure;     // what lets git answer at all, where that is the reason; otherwise ""
};

// A file that git keeps in the folder and that is not there.
struct MissingFile
{
  enum class Why
  {
    submodule,   // its repository is not checked out
    sparse,      // left out of the work tree (sparse checkout, skip-worktree)
    deleted_here // deleted, but not in git
  };
  std::string path; // relative to the folder; of a submodule its folder
  Why why = Why::deleted_here;
};

// The history of the repository around `folder`, as the `git` program tells it (see ask.hpp).
class History
{
public:
  explicit History(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  // When the commit was made; "" when git cannot tell.
  std::string time_of(const std::string& commit) const;

  // How `commit` stands to `other`. Where the history does not show it (a shallow clone, a commit that is not there),
  // the times of the commits decide, when both are known and not the same second.
  CommitStanding standing(const Commit& commit, const Commit& other) const;

  // Files of the project that differ from the commit: anything git keeps that was changed, and new files that flowsync
  // would read (flowsync.yaml, environments/); at most a few are named.
  Result<std::vector<std::string>, NoAnswer> changed_files() const;

  // What git keeps (its index, that of submodules too) in one of these folders, or where a symbolic link in them leads,
  // and the work tree does not have; sorted by path.
  Result<std::vector<MissingFile>, NoAnswer> missing_files(const std::vector<std::string>& folders) const;

private:
  std::filesystem::path m_folder;
};

// The same as History::changed_files(), with a question less where git has told something of this checkout already.
Result<std::vector<std::string>, NoAnswer> changed_files_of(const Checkout& checkout);

} // namespace flowsync::git
