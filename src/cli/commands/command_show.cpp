#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/saved_plan_file.hpp"

namespace flowsync::cli {

ExitCode run_command(const ShowOptions& options, CommandContext& context)
{
  const Outputs outputs(context, "show", options.full);
  auto exit = ExitCode::ok;
  PlanReport report;
  try {
    report.plans.push_back(usecase::read_saved_plan(options.plan_file, context).plan);
  } catch (...) {
    const auto failure = usecase::current_failure();
    usecase::tell_failure(failure, context.console);
    report.plans.push_back(usecase::unmade_plan({}, failure, context));
    exit = failure.exit;
  }
  outputs.write(report, project_root(context));
  return exit;
}

} // namespace flowsync::cli
