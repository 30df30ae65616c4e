#include "base/until_exit.hpp"
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "overlay/layers.hpp"
#include "usecase/project/workspace.hpp"
#include "usecase/run/failure.hpp"

namespace flowsync::cli {

namespace {

ValidationReport validate(CommandContext& context)
{
  ValidationReport report;
  report.environments = context.global.environments;
  auto project = usecase::load_project(context, report.diagnostics, report.environments);
  if (report.environments.empty()) {
    report.environments = overlay::environment_names(project);
  }
  report.diagnostics.append(
      desired::validate_environments(project, report.environments, process_environment(context.around)));
  report.diagnostics.sort();
  keep_until_exit(std::move(project));
  return report;
}

} // namespace

ExitCode run_command(const ValidateOptions& /*options*/, CommandContext& context)
{
  const Outputs outputs(context, "validate");
  ValidationReport report;
  try {
    report = validate(context);
  } catch (...) {
    const auto failure = usecase::current_failure();
    usecase::tell_failure(failure, context.console);
    report = {failure.diagnostics, context.global.environments, false};
  }
  outputs.write(report, project_root(context));
  return report.diagnostics.exit_code();
}

} // namespace flowsync::cli
