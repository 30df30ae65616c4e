#pragma once

#include "base/diagnostic.hpp"
#include "git/history.hpp"
#include "model/record.hpp"
#include "plan/plan.hpp"

#include <filesystem>

namespace flowsync::cli {

// How the commit that is checked out stands to the one that was applied last. Outside git, and where nothing was
// applied from git yet, there is nothing to compare: `same`.
struct GitStanding
{
  git::Commit now;
  git::Commit last; // applied
  git::CommitStanding standing;
};
GitStanding git_standing(const std::filesystem::path& root, const StateData& state);

// What a plan says of it: that apply would refuse an older commit; that the histories went apart. Warnings only.
Diagnostics git_warnings(const GitStanding& git);

struct GitFlags
{
  bool allow_older = false;
  bool allow_dirty = false;
};

// Why apply must not write: an older commit, or deleting because of files that are in no commit. Errors with exit
// `refused`, and the warnings of git_warnings(). `writes`: whether applying writes anything at all.
Diagnostics check_git(const std::filesystem::path& root, const GitStanding& git, const plan::Plan& plan, bool writes,
                      const GitFlags& flags);

// The commit to be recorded as applied last. Applying an older one that changes nothing does not make it the last.
git::Commit commit_to_record(const GitStanding& git, const GitFlags& flags);

} // namespace flowsync::cli
