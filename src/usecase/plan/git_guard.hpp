#pragma once

#include "base/diagnostic.hpp"
#include "git/history.hpp"
#include "model/record.hpp"
#include "plan/plan.hpp"
#include "usecase/project/workspace.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::usecase {

// How the commit of the specs stands to the one that was applied last. Outside git, and where nothing was
// applied from git yet, there is nothing to compare: `same`.
struct GitStanding
{
  git::Commit now;
  git::Commit last; // applied
  git::CommitStanding standing;

  // The history did not fail to show it: git did not answer at all, not even about the commit that is checked out.
  bool unanswered() const { return standing.order == git::CommitOrder::unknown && now.time.empty(); }
};
GitStanding git_standing(const std::filesystem::path& root, const std::string& commit, const StateData& state);
GitStanding git_standing(const Workspace& workspace, const StateData& state);

// The folders of the project that an environment's specs are read from.
std::vector<std::string> spec_folders(const spec::Project& project, const std::string& environment);

// What a plan says of it: that apply would refuse an older commit; that the histories went apart. Warnings only.
Diagnostics git_warnings(const GitStanding& git);

// Whether the specs differ from their commit; nothing outside git and where git cannot tell.
std::optional<bool> is_dirty(const Workspace& workspace);

struct GitFlags
{
  bool allow_older = false;
  bool allow_dirty = false;
};

// Why nothing may be pruned here: the work tree does not have specs (`folders`, see above) that git has, so that what
// they say looks removed. Errors with exit `refused`.
Diagnostics check_missing_specs(const std::filesystem::path& root, const std::vector<std::string>& folders,
                                const plan::Plan& plan, const GitFlags& flags);

// Why apply must not write: an older commit, one of which git tells nothing, or deleting because of files that are in
// no commit or not here (`missing`, as check_missing_specs() says). Errors with exit `refused`, and the warnings of
// git_warnings(). `writes`: whether applying writes anything at all.
Diagnostics check_git(const std::filesystem::path& root, const Diagnostics& missing, const GitStanding& git,
                      const plan::Plan& plan, bool writes, const GitFlags& flags);

// The commit to be recorded as applied last. Applying an older one that changes nothing does not make it the last.
git::Commit commit_to_record(const GitStanding& git, const GitFlags& flags);

} // namespace flowsync::usecase
