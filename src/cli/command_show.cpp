#include "cli/commands.hpp"
#include "cli/plan_output.hpp"
#include "cli/saved_plan_file.hpp"

namespace flowsync::cli {

ExitCode run_command(const ShowOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "show");
  const auto saved = read_saved_plan(options.plan_file, context);
  context.console.result(render_plan(saved.plan, format, plan_text_options(context)));
  return ExitCode::ok;
}

} // namespace flowsync::cli
