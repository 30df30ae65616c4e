#include "usecase/plan/looked_plan.hpp"

#include "usecase/account/state_access.hpp"
#include "usecase/plan/refusals.hpp"

namespace flowsync::usecase {

LookedPlan look_at(const std::string& environment, const LookOptions& options, const CommandContext& context, bool warn)
{
  LookedPlan looked;
  auto& workspace = looked.workspace;
  workspace = load_workspace(context, environment);
  if (options.destroy) {
    workspace.desired.resources.clear();
  }
  if (warn) {
    context.console.problems(workspace.warnings);
  }
  if (!options.stateless) {
    looked.state = look_at_state(state_place(workspace, context), context.console);
  }
  const auto& state = looked.state.data;
  const auto service = open_service(workspace, context);
  looked.planned = make_plan(workspace, service->api(), state, resolve_secrets(workspace, context, false),
                             options.planning, context);
  auto& plan = looked.planned.plan;
  plan.dirty = is_dirty(workspace);
  looked.git = git_standing(workspace, state);
  looked.lacking =
      note_refusals(workspace, state, looked.git, {false, options.allow_dirty}, {std::nullopt, options.destroy}, plan);
  if (!options.stateless) {
    note_lock(workspace, looked.state, context, plan);
  }
  return looked;
}

} // namespace flowsync::usecase
