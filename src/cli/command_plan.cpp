#include "cli/commands.hpp"
#include "cli/git_guard.hpp"
#include "cli/plan_output.hpp"
#include "cli/planning.hpp"
#include "cli/saved_plan_file.hpp"
#include "view/json_text.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plan_markdown.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

std::string render_plan(const plan::Plan& plan, const std::string& format, const view::PlanTextOptions& options)
{
  if (format == "json") {
    return view::json_text(view::plan_json(plan));
  }
  if (format == "markdown") {
    return view::plan_markdown(plan, options);
  }
  return format == "html" ? view::plan_html(plan, options) : view::plan_text(plan, options);
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
  planned.plan.diagnostics.append(git_warnings(git_standing(workspace.project.root, state)));
  const auto exit = exit_of(planned.plan);
  const auto saved =
      saved_plan_of(planned.plan, state, {context.global.targets, options.prune, options.full_refresh, options.rebind});
  if (!options.out.empty() && !saved.complete) {
    planned.plan.diagnostics.error(
        "plan-not-saved",
        fmt::format("the plan was not saved to {}, because a part of it could not be made", options.out));
  }
  context.console.problems(planned.plan.diagnostics);
  context.console.result(render_plan(planned.plan, format, plan_text_options(workspace, context)));
  if (!options.out.empty() && saved.complete) {
    save_plan(saved, options.out, context);
  }
  const bool changes = options.detailed_exitcode && planned.plan.has_differences();
  return changes ? worse(exit, ExitCode::differences) : exit;
}

} // namespace flowsync::cli
