#pragma once

#include "base/clock.hpp"

#include <filesystem>
#include <optional>
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
};

// The history of the repository around `folder`, as the `git` program tells it (see ask.hpp).
class History
{
public:
  explicit History(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  // When the commit was made; "" when git cannot tell.
  std::string time_of(const std::string& commit) const;

  // How `commit` stands to `other`. Where the history does not show it (a shallow clone, a commit that is not there),
  // the times of the commits decide, when both are known.
  CommitStanding standing(const Commit& commit, const Commit& other) const;

  // Files of the project that differ from the commit: anything git keeps that was changed, and new files that flowsync
  // would read (flowsync.yaml, environments/); at most a few are named. Nothing, and the reason in `reason`, when it
  // cannot be told.
  std::optional<std::vector<std::string>> changed_files(std::string& reason) const;

private:
  std::filesystem::path m_folder;
};

} // namespace flowsync::git
