#include "base/until_exit.hpp"
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "cli/side_by_side.hpp"
#include "usecase/plan/looked_plan.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/policies.hpp"
#include "usecase/plan/saved_plan_file.hpp"
#include "usecase/project/workspace.hpp"
#include "view/told_problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::cli {

namespace {

// What --detailed-exitcode makes of a plan: 6 when apply would refuse it, 2 when there is something to do.
ExitCode detailed_exit(const plan::Plan& plan)
{
  return plan.refusals.has_errors() ? ExitCode::refused : plan.has_work() ? ExitCode::differences : ExitCode::ok;
}

// The plan of one environment, and what saves it.
struct Made
{
  plan::Plan plan;
  ExitCode exit = ExitCode::ok;
  std::optional<plan::SavedPlan> saved;
};

Made make_one(const PlanOptions& options, const std::string& environment, CommandContext& context)
{
  auto looked = usecase::look_at(environment,
                                 {{options.full_refresh, options.prune || options.destroy, options.rebind, {}},
                                  options.destroy,
                                  options.stateless,
                                  options.allow_dirty},
                                 context);
  const auto& lacking = looked.lacking;
  Made made;
  made.plan = std::move(looked.planned.plan);
  made.exit = lacking.has_errors() ? lacking.exit_code() : usecase::exit_of(made.plan);
  const bool denied =
      !options.policy.empty() && usecase::judge_plan(usecase::policy_folder(options.policy, context), made.plan);
  made.exit = denied ? worse(made.exit, ExitCode::refused) : made.exit;
  auto saved = plan::saved_plan_of(made.plan, looked.state.data,
                                   {context.global.targets, options.prune || options.destroy, options.full_refresh,
                                    options.rebind, options.destroy});
  if (saved.complete && !lacking.has_errors() && !denied) {
    made.saved = std::move(saved);
  } else if (!options.out.empty()) {
    made.plan.diagnostics.error("plan-not-saved",
                                fmt::format("the plan was not saved to {}, because {}", options.out,
                                            denied ? "a policy denies it" : "a part of it could not be made"));
  }
  if (context.global.environments.size() < 2) {
    keep_until_exit(std::move(looked));
  }
  const bool told = context.global.format.empty() || context.global.format == "text";
  context.console.problems(told ? view::untold_problems(made.plan) : made.plan.diagnostics);
  return made;
}

// The same for an environment that may not be named; a failure is told, and is a plan that was not made.
Made made_or_told(const PlanOptions& options, const std::string& name, CommandContext& context)
{
  try {
    auto made = make_one(options, name.empty() ? usecase::one_environment(context, "plan") : name, context);
    made.exit = options.detailed_exitcode ? worse(made.exit, detailed_exit(made.plan)) : made.exit;
    return made;
  } catch (...) {
    const auto failure = usecase::current_failure();
    usecase::tell_failure(failure, context.console);
    return {usecase::unmade_plan(name.empty() ? usecase::named_environment(context) : name, failure, context),
            failure.exit,
            {}};
  }
}

// Those that -e names, each once.
std::vector<std::string> wanted_environments(const PlanOptions& options, const CommandContext& context)
{
  std::vector<std::string> names;
  for (const auto& name : context.global.environments) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  if (names.size() > 1 && !options.out.empty()) {
    throw Fatal(fmt::format("--out saves the plan of one environment, but -e names {}", names.size()), ExitCode::error,
                "plan each environment by itself, or write one document of all with --write json=FILE");
  }
  return names.empty() ? std::vector<std::string>{""} : names; // which is then asked for
}

} // namespace

ExitCode run_command(const PlanOptions& options, CommandContext& context)
{
  const Outputs outputs(context, "plan", options.full);
  if (!options.out.empty()) {
    usecase::check_plan_file(options.out, context);
  }
  if (!options.policy.empty()) {
    static_cast<void>(usecase::policy_folder(options.policy, context)); // before anybody is asked
  }
  const auto names = wanted_environments(options, context);
  std::vector<Made> all(names.size());
  side_by_side(names, context,
               [&](std::size_t i, CommandContext& around) { all[i] = made_or_told(options, names[i], around); });
  auto exit = ExitCode::ok;
  PlanReport report;
  for (auto& made : all) {
    exit = worse(exit, made.exit);
    report.plans.push_back(std::move(made.plan));
  }
  const auto& saved = all.front().saved; // of the only one
  outputs.write(report, project_root(context));
  if (!options.out.empty() && saved) {
    usecase::save_plan(*saved, options.out, context);
  }
  return exit;
}

} // namespace flowsync::cli
