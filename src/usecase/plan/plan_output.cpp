#include "usecase/plan/plan_output.hpp"

#include "git/commit.hpp"
#include "spec/project.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace flowsync::usecase {

std::size_t text_columns(const CommandContext& context)
{
  constexpr std::size_t k_usual = 80;
  constexpr std::size_t k_least = 40;
  constexpr std::size_t k_most = 1'000;
  const auto said = context.around.variable("COLUMNS").value_or("");
  std::size_t columns = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), columns);
  if (error != std::errc() || end != said.data() + said.size() || columns == 0) {
    columns = context.around.out_is_terminal ? context.around.columns : k_usual;
  }
  return std::clamp(columns, k_least, k_most);
}

view::TextWidth text_width(const CommandContext& context)
{
  const auto columns = text_columns(context);
  const bool is_said = !context.around.variable("COLUMNS").value_or("").empty();
  return {columns, context.around.out_is_terminal || is_said ? columns : 0};
}

view::PlanTextOptions plan_text_options(const CommandContext& context, bool full)
{
  view::PlanTextOptions options;
  options.paint = context.console.out_paint();
  options.columns = text_columns(context);
  options.full = full;
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
    plan.commit = context.revision.empty() ? git::checked_out_commit(project.root) : context.revision;
  } catch (const std::exception&) {
    plan.project.clear(); // there is no project here, or none for this program
  }
  return plan;
}

} // namespace flowsync::usecase
