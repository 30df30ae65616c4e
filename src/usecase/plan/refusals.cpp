#include "usecase/plan/refusals.hpp"

#include "base/printable.hpp"
#include "state/lock_wait.hpp"
#include "state/place.hpp"
#include "state/storage.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/planning.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

void sort_into(const Diagnostics& found, plan::Plan& plan)
{
  for (const auto& item : found.items()) {
    (item.severity == Severity::error ? plan.refusals : plan.diagnostics).add(item);
  }
}

} // namespace

bool writes(const plan::Plan& plan, const StateData& state)
{
  return plan.has_work() || !state.restorations.empty() || !state.intents.empty();
}

Diagnostics note_refusals(const Workspace& workspace, const StateData& state, const GitStanding& git,
                          const GitFlags& flags, const plan::DeletePermission& permission, plan::Plan& plan)
{
  sort_into(plan::check_safety(plan, workspace.desired.environment.safety, permission), plan);
  if (permission.everything) { // which commit is checked out says nothing of what `destroy` deletes
    return {};
  }
  const auto& root = workspace.project.root;
  auto about_files = flags;
  about_files.allow_dirty = flags.allow_dirty || workspace.from_revision; // what lies in the folder does not count
  auto missing =
      workspace.from_revision
          ? Diagnostics{}
          : check_missing_specs(root, spec_folders(workspace.project, workspace.desired.environment.name), plan, flags);
  sort_into(check_git(root, missing, git, plan, writes(plan, state), about_files), plan);
  return missing;
}

void note_lock(const Workspace& workspace, const state::ReadState& state, const CommandContext& context,
               plan::Plan& plan)
{
  if (!writes(plan, state.data)) {
    return;
  }
  auto holder = state.holder;
  bool renews = true; // as all that tell it with the state
  if (!state.tells_holder) {
    // A storage that cannot be asked is not a reason to refuse: reading the state would have failed.
    const auto storage = state::open_storage(state_place(workspace, context));
    auto held =
        storage ? (*storage)->holder() : Result<std::optional<state::HeldLock>, state::Problem>(storage.error());
    holder = held ? std::move(held).value() : std::nullopt;
    renews = storage && (*storage)->renews();
  }
  if (!holder) {
    return;
  }
  const auto words = fmt::format("the lock of the state is held by {}", printable(state::words_for(holder->holder)));
  if (state::is_abandoned(holder->holder, this_run(context, "plan"), renews, context.around.clock)) {
    plan.diagnostics.warning("lock-abandoned", words + ", which ended without giving it back", {},
                             "the next apply takes it over");
  } else {
    plan.refusals.refuse("state-locked", words, {}, "wait until it ends, or apply with --lock-timeout");
  }
}

} // namespace flowsync::usecase
