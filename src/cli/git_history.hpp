#pragma once

#include "base/clock.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::cli {

// A commit and when it was made (committer's time, ISO 8601); each "" when it cannot be told.
struct GitCommit
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
};

// Asks the `git` program about the repository around `folder`. It runs nothing that the repository's configuration
// names (file system monitors, hooks) and writes nothing there.
class GitHistory
{
public:
  explicit GitHistory(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  // When the commit was made; "" when git cannot tell.
  std::string time_of(const std::string& commit) const;

  // How `commit` stands to `other`. Where the history does not show it (a shallow clone, a commit that is not there),
  // the times of the commits decide, when both are known.
  CommitStanding standing(const GitCommit& commit, const GitCommit& other) const;

  // Files of the project that differ from the commit: anything git keeps that was changed, and new files that flowsync
  // would read (flowsync.yaml, environments/); at most a few are named. Nothing, and the reason in `reason`, when it
  // cannot be told.
  std::optional<std::vector<std::string>> changed_files(std::string& reason) const;

private:
  struct Answer
  {
    bool started = false;
    int code = -1;      // exit code; -1 when it did not end by itself
    std::string text;   // what it wrote, errors included
    std::string reason; // in words, when the code is not 0
  };
  Answer ask(const std::vector<std::string>& words) const;

  std::filesystem::path m_folder;
};

} // namespace flowsync::cli
