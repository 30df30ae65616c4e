#include "usecase/plan/looked_plan.hpp"

#include "usecase/account/state_access.hpp"
#include "usecase/plan/refusals.hpp"

namespace flowsync::usecase {

namespace {

// A plan may be made without secrets, by a job that is not trusted with them; an apply may not.
void note_missing_secrets(const Workspace& workspace, const CommandContext& context, plan::Plan& plan)
{
  const auto missing = missing_secrets(workspace, context);
  for (const auto& problem : missing.items()) {
    auto& warning = plan.diagnostics.add(problem);
    warning.severity = Severity::warning;
    warning.exit = ExitCode::ok;
    warning.message = "apply will need a secret that this run was not given: " + problem.message;
  }
}

} // namespace

LookedPlan look_at(const std::string& environment, const LookOptions& options, const CommandContext& context, bool warn)
{
  LookedPlan looked;
  auto& workspace = looked.workspace;
  workspace = load_workspace(context, environment);
  auto planning = options.planning;
  planning.beside = places_beside(workspace, context);
  forget_documents(workspace);
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
                             std::move(planning), context);
  auto& plan = looked.planned.plan;
  plan.dirty = is_dirty(workspace);
  looked.git = git_standing(workspace, state);
  looked.lacking =
      note_refusals(workspace, state, looked.git, {false, options.allow_dirty}, {std::nullopt, options.destroy}, plan);
  if (!options.destroy && writes(plan, state)) {
    note_missing_secrets(workspace, context, plan);
  }
  if (!options.stateless) {
    note_lock(workspace, looked.state, context, plan);
  }
  return looked;
}

} // namespace flowsync::usecase
