#include "cli/plan_output.hpp"

#include "git/commit.hpp"
#include "spec/project.hpp"

#include <algorithm>

namespace flowsync::cli {

view::PlanTextOptions plan_text_options(const CommandContext& context)
{
  constexpr std::size_t k_least_columns = 100;
  view::PlanTextOptions options;
  options.paint = context.console.out_paint();
  options.columns = context.around.out_is_terminal ? std::max(k_least_columns, context.around.columns) : 160;
  return options;
}

plan::Plan unmade_plan(const std::string& environment, const Failure& failure, const CommandContext& context)
{
  plan::Plan plan;
  plan.made = false;
  plan.environment = environment;
  plan.time = context.around.clock.now();
  plan.diagnostics = failure.diagnostics;
  try {
    Diagnostics unused; // they are the failure, or do not matter to it
    const auto project = spec::load_project(working_directory(context), unused);
    plan.project = project.name;
    plan.commit = git::checked_out_commit(project.root);
  } catch (const std::exception&) {
    plan.project.clear(); // there is no project here, or none for this program
  }
  return plan;
}

} // namespace flowsync::cli
