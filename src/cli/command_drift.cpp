#include "cli/commands.hpp"
#include "cli/plan_output.hpp"
#include "cli/planning.hpp"
#include "view/drift_text.hpp"
#include "view/json_text.hpp"
#include "view/plan_json.hpp"

namespace flowsync::cli {

ExitCode run_command(const DriftOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "drift");
  const auto workspace = load_workspace(context, one_environment(context, "drift"));
  context.console.problems(workspace.warnings);
  const auto state = load_state(workspace, context, options.stateless);
  if (state.records.empty()) {
    context.console.news("Nothing is recorded as applied from here, so what changed since then cannot be told.");
  }
  const auto service = open_service(workspace, context);
  PlanningOptions planning;
  planning.full_refresh = options.full_refresh;
  const auto planned =
      make_plan(workspace, service->api(), state, resolve_secrets(workspace, context, false), planning, context);
  const auto& plan = planned.plan;
  context.console.problems(plan.diagnostics);
  context.console.result(format == "json" ? view::json_text(view::plan_json(plan))
                                          : view::drift_text(plan, plan_text_options(context)));
  const bool drifted = plan.summary.drifted > 0 || (options.strict && !plan.drift.empty());
  return drifted ? worse(exit_of(plan), ExitCode::differences) : exit_of(plan);
}

} // namespace flowsync::cli
