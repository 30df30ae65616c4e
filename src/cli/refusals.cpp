#include "cli/refusals.hpp"

#include "base/printable.hpp"
#include "cli/planning.hpp"
#include "cli/state_access.hpp"
#include "state/place.hpp"
#include "state/storage.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

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

void note_refusals(const Workspace& workspace, const StateData& state, const GitStanding& git, const GitFlags& flags,
                   const DeletePermission& permission, plan::Plan& plan)
{
  sort_into(check_safety(plan, workspace.desired.environment.safety, permission), plan);
  if (!permission.everything) { // which commit is checked out says nothing of what `destroy` deletes
    sort_into(check_git(workspace.project.root, spec_folders(workspace.project, workspace.desired.environment.name),
                        git, plan, writes(plan, state), flags),
              plan);
  }
}

void note_lock(const Workspace& workspace, const StateData& state, const CommandContext& context, plan::Plan& plan)
{
  if (!writes(plan, state)) {
    return;
  }
  const auto storage = state::open_storage(state_place(workspace, context));
  const auto held =
      storage ? (*storage)->holder() : Result<std::optional<state::HeldLock>, state::Problem>(storage.error());
  if (held && *held) { // a storage that cannot be asked is not a reason to refuse: reading the state would have failed
    plan.refusals.refuse(
        "state-locked",
        fmt::format("the lock of the state is held by {}", printable(state::words_for((*held)->holder))), {},
        "wait until it ends, or apply with --lock-timeout");
  }
}

} // namespace flowsync::cli
