#include "cli/git_guard.hpp"

#include "base/text.hpp"
#include "git/commit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

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

void check_dirty(const std::filesystem::path& root, Diagnostics& diagnostics)
{
  std::string reason;
  const auto files = git::History(root).changed_files(reason);
  if (!files) {
    diagnostics.refuse(
        "dirty-unknown",
        fmt::format("what was removed from the specs would be deleted, and whether the work tree is as committed "
                    "cannot be told: {}",
                    reason),
        {}, "apply where git works, or say --allow-dirty");
  } else if (!files->empty()) {
    diagnostics.refuse(
        "dirty-prune",
        fmt::format("what was removed from the specs would be deleted, but the work tree is not as committed: {}",
                    join_words(*files)),
        {}, "commit or undo these changes, or say --allow-dirty");
  }
}

} // namespace

GitStanding git_standing(const std::filesystem::path& root, const StateData& state)
{
  GitStanding git;
  git.standing.order = git::CommitOrder::same;
  git.now.id = git::checked_out_commit(root);
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
                        {}, k_fetch);
    break;
  case git::CommitOrder::same:
  case git::CommitOrder::newer:
    break;
  }
  return diagnostics;
}

Diagnostics check_git(const std::filesystem::path& root, const GitStanding& git, const plan::Plan& plan, bool writes,
                      const GitFlags& flags)
{
  Diagnostics diagnostics;
  const auto order = git.standing.order;
  if (writes && order == git::CommitOrder::older && !flags.allow_older) {
    diagnostics.refuse("older-commit", older_message(git), {}, older_hint(git));
  } else if (deletes(plan) && order == git::CommitOrder::unknown && !flags.allow_older) {
    // Values that go back can be brought forward again; what is deleted cannot.
    diagnostics.refuse(
        "commit-unknown",
        fmt::format("what was removed from the specs would be deleted, and whether commit {} is older than {}, "
                    "which was applied last, cannot be told: {}",
                    text_of(git.now), text_of(git.last), git.standing.reason),
        {}, fmt::format("{}, or say --allow-older", k_fetch));
  } else {
    diagnostics.append(git_warnings(git));
  }
  if (!git.now.id.empty() && deletes(plan) && !flags.allow_dirty) {
    check_dirty(root, diagnostics);
  }
  return diagnostics;
}

git::Commit commit_to_record(const GitStanding& git, const GitFlags& flags)
{
  const bool step_back = git.standing.order == git::CommitOrder::older && !flags.allow_older;
  return step_back ? git.last : git.now;
}

} // namespace flowsync::cli
