#include "cli/commands.hpp"
#include "cli/plan_output.hpp"
#include "cli/planning.hpp"
#include "cli/refusals.hpp"
#include "cli/saved_plan_file.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

// What --detailed-exitcode makes of a plan: 6 when apply would refuse it, 2 when there is something to do.
ExitCode detailed_exit(const plan::Plan& plan)
{
  return plan.refusals.has_errors() ? ExitCode::refused : plan.has_work() ? ExitCode::differences : ExitCode::ok;
}

} // namespace

ExitCode run_command(const PlanOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "plan");
  if (!options.out.empty()) {
    check_plan_file(options.out, context);
  }
  const auto environment = one_environment(context, "plan");
  const auto workspace = load_workspace(context, environment);
  context.console.problems(workspace.warnings);
  const auto state = load_state(workspace, context, options.stateless);
  const auto service = open_service(workspace, context);
  auto planned = make_plan(workspace, service->api(), state, resolve_secrets(workspace, context, false),
                           {options.full_refresh, options.prune, options.rebind}, context);
  note_refusals(workspace, state, git_standing(workspace.project.root, state), {false, options.allow_dirty}, {},
                planned.plan);
  if (!options.stateless) {
    note_lock(workspace, state, context, planned.plan);
  }
  const auto lacking = check_missing_specs(workspace.project.root, spec_folders(workspace.project, environment),
                                           planned.plan, {false, options.allow_dirty});
  const auto exit = lacking.has_errors() ? lacking.exit_code() : exit_of(planned.plan);
  const auto saved =
      saved_plan_of(planned.plan, state, {context.global.targets, options.prune, options.full_refresh, options.rebind});
  const bool can_be_saved = saved.complete && !lacking.has_errors();
  if (!options.out.empty() && !can_be_saved) {
    planned.plan.diagnostics.error(
        "plan-not-saved",
        fmt::format("the plan was not saved to {}, because a part of it could not be made", options.out));
  }
  context.console.problems(planned.plan.diagnostics);
  context.console.result(render_plan(planned.plan, format, plan_text_options(context)));
  if (!options.out.empty() && can_be_saved) {
    save_plan(saved, options.out, context);
  }
  return options.detailed_exitcode ? worse(exit, detailed_exit(planned.plan)) : exit;
}

} // namespace flowsync::cli
