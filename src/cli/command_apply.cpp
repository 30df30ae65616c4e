#include "cli/applying.hpp"
#include "cli/commands.hpp"

namespace flowsync::cli {

ExitCode run_command(const ApplyOptions& options, CommandContext& context)
{
  if (!options.plan_file.empty()) {
    throw Fatal("applying a saved plan is not supported yet", ExitCode::error, "run apply without a file");
  }
  if (!options.auto_approve && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("apply asks before it changes anything, and here nobody can answer", ExitCode::error,
                "add --auto-approve");
  }
  return Applying(options, Applying::What::specs, context).run();
}

} // namespace flowsync::cli
