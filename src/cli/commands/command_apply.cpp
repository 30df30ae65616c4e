#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "plan/targets.hpp"
#include "usecase/apply/applying.hpp"
#include "usecase/apply/flow_look.hpp"
#include "usecase/plan/saved_plan_file.hpp"

#include <algorithm>

namespace flowsync::cli {

namespace {

// What comes of an apply once data has had time to go through the flows, where that was asked for.
ExitCode then_await(const ApplyOptions& options, ExitCode exit, CommandContext& context)
{
  if (!options.wait_flowing || (exit != ExitCode::ok && exit != ExitCode::pending)) {
    return exit;
  }
  const bool wants_json = context.global.format == "json"; // the apply's own document stands alone
  return worse(exit, usecase::await_flowing(usecase::one_environment(context, "apply"), *options.wait_flowing,
                                            wants_json, context));
}

bool is_later_part(const Targets& targets)
{
  return std::any_of(targets.begin(), targets.end(), [](const auto& target) {
    const auto shard = shard_of(target);
    return shard && shard->index > 0;
  });
}

// What several flows share belongs to the first part: the others leave out what needs some of it that is not there yet,
// and come back for it. When the first part does not come in time, that is a partial result.
ExitCode apply_specs(const ApplyOptions& options, CommandContext& context)
{
  constexpr Duration k_pause{2'000};
  const bool waits = is_later_part(context.global.targets);
  const auto& around = context.around;
  const auto end = around.clock.steady() + options.lock_timeout;
  bool told = false;
  while (true) {
    usecase::Applying applying(options, usecase::Applying::What::specs, context);
    const auto exit = applying.run();
    const bool lacks = waits && (exit == ExitCode::ok || exit == ExitCode::pending) && applying.made() != nullptr &&
                       plan::leaves_out_dependents(*applying.made());
    if (!lacks) {
      return exit;
    }
    if (!told) {
      context.console.news("Waiting for the first part (--shard 0/N), which makes what flows share.");
      told = true;
    }
    if (around.clock.steady() >= end) {
      context.console.problem(Fatal("the first part did not make what this one needs", ExitCode::partial,
                                    "apply the part 0, then this one again"));
      return ExitCode::partial;
    }
    if (!around.clock.sleep(k_pause, around.stop)) {
      return ExitCode::interrupted;
    }
  }
}

} // namespace

ExitCode run_command(const ApplyOptions& options, CommandContext& context)
{
  if (!options.auto_approve && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("apply asks before it changes anything, and here nobody can answer", ExitCode::error,
                "add --auto-approve");
  }
  choose_format(context.global, "apply");
  if (options.plan_file.empty()) {
    return then_await(options, apply_specs(options, context), context);
  }
  const auto saved = usecase::load_saved_plan(options, context);
  auto global = context.global;
  global.environments = {saved.plan.environment};
  global.targets = saved.flags.targets;
  auto as_saved = options;
  as_saved.prune = saved.flags.prune;
  as_saved.full_refresh = saved.flags.full_refresh;
  as_saved.rebind = saved.flags.rebind;
  CommandContext same_way{global, context.around, context.console};
  const auto what = saved.flags.destroy ? usecase::Applying::What::destruction : usecase::Applying::What::specs;
  const auto exit = usecase::Applying(as_saved, what, same_way, &saved).run();
  return saved.flags.destroy ? exit : then_await(options, exit, same_way);
}

} // namespace flowsync::cli
