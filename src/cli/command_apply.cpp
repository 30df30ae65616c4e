#include "cli/applying.hpp"
#include "cli/commands.hpp"
#include "cli/flow_look.hpp"
#include "cli/saved_plan_file.hpp"

namespace flowsync::cli {

namespace {

// What comes of an apply once data has had time to go through the flows, where that was asked for.
ExitCode then_await(const ApplyOptions& options, ExitCode exit, CommandContext& context)
{
  if (!options.wait_flowing || (exit != ExitCode::ok && exit != ExitCode::pending)) {
    return exit;
  }
  const bool wants_json = context.global.format == "json"; // the apply's own document stands alone
  return worse(exit, await_flowing(one_environment(context, "apply"), *options.wait_flowing, wants_json, context));
}

} // namespace

ExitCode run_command(const ApplyOptions& options, CommandContext& context)
{
  if (!options.auto_approve && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("apply asks before it changes anything, and here nobody can answer", ExitCode::error,
                "add --auto-approve");
  }
  if (options.plan_file.empty()) {
    return then_await(options, Applying(options, Applying::What::specs, context).run(), context);
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
  const auto exit = Applying(as_saved, what, same_way, &saved).run();
  return saved.flags.destroy ? exit : then_await(options, exit, same_way);
}

} // namespace flowsync::cli
