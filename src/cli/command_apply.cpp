#include "cli/applying.hpp"
#include "cli/commands.hpp"
#include "cli/saved_plan_file.hpp"

namespace flowsync::cli {

ExitCode run_command(const ApplyOptions& options, CommandContext& context)
{
  if (!options.auto_approve && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("apply asks before it changes anything, and here nobody can answer", ExitCode::error,
                "add --auto-approve");
  }
  if (options.plan_file.empty()) {
    return Applying(options, Applying::What::specs, context).run();
  }
  const auto saved = load_saved_plan(options, context);
  auto global = context.global;
  global.environments = {saved.plan.environment};
  global.targets = saved.flags.targets;
  auto as_saved = options;
  as_saved.prune = saved.flags.prune;
  as_saved.full_refresh = saved.flags.full_refresh;
  as_saved.rebind = saved.flags.rebind;
  CommandContext same_way{global, context.around, context.console};
  const auto what = saved.flags.destroy ? Applying::What::destruction : Applying::What::specs;
  return Applying(as_saved, what, same_way, &saved).run();
}

} // namespace flowsync::cli
