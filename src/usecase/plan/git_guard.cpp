#include "usecase/plan/git_guard.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "git/commit.hpp"
#include "spec/needed_layers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

constexpr std::size_t k_short = 12;
constexpr auto k_fetch = "fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in CI)";

std::string text_of(const git::Commit& commit)
{
  const auto id = commit.id.substr(0, k_short);
  return commit.time.empty() ? id : fmt::format("{} of {}", id, commit.time);
}

std::string older_message(const GitStanding& git)
{
  auto text = fmt::format("commit {} is older than {}, which was applied last", text_of(git.now), text_of(git.last));
  if (git.standing.by_time) {
    text += fmt::format(" (by their times, because the history does not show it: {})", git.standing.reason);
  }
  return text;
}

std::string older_hint(const GitStanding& git)
{
  constexpr auto k_flag = "apply the latest commit; --allow-older if you really want to go back";
  return git.standing.by_time ? fmt::format("{}, or {}", k_flag, k_fetch) : k_flag;
}

bool deletes(const plan::Plan& plan)
{
  return plan.prune && std::any_of(plan.changes.begin(), plan.changes.end(),
                                   [](const auto& change) { return change.action == plan::Action::remove; });
}

constexpr auto k_removed = "what was removed from the specs would be deleted";

// Why something could not be told, and the remedy before the flag that goes on without it.
std::string unanswered_hint(const std::string& cure, const char* otherwise, const char* flag)
{
  return fmt::format("{}, or say {}", cure.empty() ? otherwise : cure, flag);
}

void check_dirty(const std::filesystem::path& root, Diagnostics& diagnostics)
{
  const auto files = git::History(root).changed_files();
  if (!files) {
    diagnostics.refuse("dirty-unknown",
                       fmt::format("{}, and whether the work tree is as committed cannot be told: {}", k_removed,
                                   files.error().reason),
                       {}, unanswered_hint(files.error().cure, "apply where git works", "--allow-dirty"));
  } else if (!files->empty()) {
    diagnostics.refuse(
        "dirty-prune",
        fmt::format("{}, but changes of these files are not committed: {}", k_removed, join_words(*files)), {},
        "commit them or undo them; --allow-dirty deletes all the same");
  }
}

// What is missing for one reason: of a sparse checkout the folders, otherwise each itself; a few of them.
std::vector<std::string> names_of(const std::vector<git::MissingFile>& files, git::MissingFile::Why why)
{
  constexpr std::size_t k_most = 5;
  std::vector<std::string> folders;
  for (const auto& file : files) {
    const bool itself = file.why != git::MissingFile::Why::sparse || file.path.find('/') == std::string::npos;
    const auto folder = itself ? file.path : file.path.substr(0, file.path.rfind('/'));
    if (file.why == why && std::find(folders.begin(), folders.end(), printable(folder)) == folders.end()) {
      folders.push_back(printable(folder));
    }
  }
  if (folders.size() > k_most) {
    const auto more = folders.size() - k_most;
    folders.resize(k_most);
    folders.push_back(fmt::format("{} more", more));
  }
  return folders;
}

} // namespace

std::vector<std::string> spec_folders(const spec::Project& project, const std::string& environment)
{
  std::vector<std::string> folders{spec::k_project_file};
  for (const auto& layer : spec::needed_layers(project, {environment})) {
    folders.push_back("environments/" + layer);
  }
  return folders;
}

GitStanding git_standing(const Workspace& workspace, const StateData& state)
{
  return git_standing(workspace.project.root, workspace.commit, state);
}

GitStanding git_standing(const std::filesystem::path& root, const std::string& commit, const StateData& state)
{
  GitStanding git;
  git.standing.order = git::CommitOrder::same;
  git.now.id = commit;
  git.last = {state.commit, state.commit_time};
  if (git.now.id.empty()) {
    return git;
  }
  const git::History history(root);
  git.now.time = git.now.id == git.last.id && !git.last.time.empty() ? git.last.time : history.time_of(git.now.id);
  if (!git.last.id.empty()) {
    git.standing = history.standing(git.now, git.last);
  }
  return git;
}

std::optional<bool> is_dirty(const Workspace& workspace)
{
  if (workspace.from_revision) {
    return false;
  }
  if (workspace.commit.empty()) {
    return std::nullopt;
  }
  const auto changed = git::changed_files_of(*workspace.checkout);
  return changed ? std::optional(!changed->empty()) : std::nullopt;
}

Diagnostics git_warnings(const GitStanding& git)
{
  Diagnostics diagnostics;
  switch (git.standing.order) {
  case git::CommitOrder::older:
    diagnostics.warning("older-commit", older_message(git), {}, older_hint(git));
    break;
  case git::CommitOrder::diverged:
    diagnostics.warning("diverged-commit",
                        fmt::format("commit {} does not contain {}, which was applied last: what only that one has "
                                    "would be taken back",
                                    text_of(git.now), text_of(git.last)),
                        {}, "merge or rebase first, unless that is what you want");
    break;
  case git::CommitOrder::unknown:
    diagnostics.warning("commit-unknown",
                        fmt::format("whether commit {} is older than {}, which was applied last, cannot be told: {}",
                                    text_of(git.now), text_of(git.last), git.standing.reason),
                        {}, git.standing.cure.empty() ? k_fetch : git.standing.cure);
    break;
  case git::CommitOrder::same:
  case git::CommitOrder::newer:
    break;
  }
  return diagnostics;
}

Diagnostics check_missing_specs(const std::filesystem::path& root, const std::vector<std::string>& folders,
                                const plan::Plan& plan, const GitFlags& flags)
{
  using Why = git::MissingFile::Why;
  Diagnostics diagnostics;
  if (!deletes(plan) || git::checked_out_commit(root).empty()) {
    return diagnostics;
  }
  const auto missing = git::History(root).missing_files(folders);
  if (!missing) {
    if (!flags.allow_dirty) {
      diagnostics.refuse("dirty-unknown",
                         fmt::format("{}, and whether all specs that git has are here cannot be told: {}", k_removed,
                                     missing.error().reason),
                         {}, unanswered_hint(missing.error().cure, "go on where git works", "--allow-dirty"));
    }
    return diagnostics;
  }
  const auto refuse = [&](Why why, DiagnosticCode code, const char* what, const char* cure) {
    if (const auto names = names_of(*missing, why); !names.empty()) {
      diagnostics.refuse(code,
                         fmt::format("{}, but specs that git has are missing from this work tree: {} ({})", k_removed,
                                     join_words(names), what),
                         {}, cure);
    }
  };
  refuse(Why::submodule, "missing-specs", "a submodule that is not checked out",
         "git submodule update --init --recursive (submodules: recursive in CI), then once more");
  refuse(Why::sparse, "missing-specs", "left out by a sparse checkout",
         "git sparse-checkout disable (git update-index --no-skip-worktree for single files), then once more");
  if (!flags.allow_dirty) {
    refuse(Why::deleted_here, "dirty-prune", "deleted here, and not in git",
           "git restore brings them back; if they are to go, `git rm` them and commit that, or say --allow-dirty");
  }
  return diagnostics;
}

Diagnostics check_git(const std::filesystem::path& root, const Diagnostics& missing, const GitStanding& git,
                      const plan::Plan& plan, bool writes, const GitFlags& flags)
{
  Diagnostics diagnostics;
  const auto order = git.standing.order;
  const auto cannot_tell = [&] {
    return fmt::format("whether commit {} is older than {}, which was applied last, cannot be told: {}",
                       text_of(git.now), text_of(git.last), git.standing.reason);
  };
  if (writes && order == git::CommitOrder::older && !flags.allow_older) {
    diagnostics.refuse("older-commit", older_message(git), {}, older_hint(git));
  } else if (deletes(plan) && order == git::CommitOrder::unknown && !flags.allow_older) {
    // Values that go back can be brought forward again; what is deleted cannot.
    diagnostics.refuse("commit-unknown", fmt::format("{}, and {}", k_removed, cannot_tell()), {},
                       unanswered_hint(git.standing.cure, k_fetch, "--allow-older"));
  } else if (writes && git.unanswered() && !flags.allow_older) {
    diagnostics.refuse("commit-unknown", cannot_tell(), {},
                       unanswered_hint(git.standing.cure, "apply where git works", "--allow-older"));
  } else {
    diagnostics.append(git_warnings(git));
  }
  if (!git.now.id.empty() && deletes(plan)) {
    diagnostics.append(missing);
    if (!flags.allow_dirty && !diagnostics.has_errors()) {
      check_dirty(root, diagnostics);
    }
  }
  return diagnostics;
}

git::Commit commit_to_record(const GitStanding& git, const GitFlags& flags)
{
  const bool step_back = git.standing.order == git::CommitOrder::older && !flags.allow_older;
  return step_back ? git.last : git.now;
}

} // namespace flowsync::usecase
