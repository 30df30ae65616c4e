#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "cli/plan_output.hpp"
#include "cli/saved_plan_file.hpp"

namespace flowsync::cli {

ExitCode run_command(const ShowOptions& options, CommandContext& context)
{
  const Outputs outputs(context, "show", options.full);
  auto exit = ExitCode::ok;
  PlanReport report;
  try {
    report.plans.push_back(read_saved_plan(options.plan_file, context).plan);
  } catch (...) {
    const auto failure = current_failure();
    tell_failure(failure, context.console);
    report.plans.push_back(unmade_plan({}, failure, context));
    exit = failure.exit;
  }
  outputs.write(report, project_root(context));
  return exit;
}

} // namespace flowsync::cli
