#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "overlay/layers.hpp"
#include "usecase/compare/comparing.hpp"
#include "usecase/compare/live_comparing.hpp"
#include "usecase/plan/plan_output.hpp"
#include "view/compare_json.hpp"
#include "view/compare_markdown.hpp"
#include "view/compare_text.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// The two names, or what is wrong with them.
void check_names(const std::vector<std::string>& names, const CommandContext& context)
{
  if (names.size() == 2 && names[0] != names[1]) {
    return;
  }
  if (names.size() == 2) {
    throw Fatal(fmt::format("`flowsync compare` was given {} twice", names[0]), ExitCode::error,
                "name two environments: where changes come from, then where they go");
  }
  Diagnostics unused;
  const auto known = overlay::environment_names(spec::load_project(usecase::working_directory(context), unused));
  throw Fatal("`flowsync compare` needs two environments", ExitCode::error,
              known.size() < 2 ? "flowsync compare LEFT RIGHT"
                               : fmt::format("flowsync compare LEFT RIGHT; there are {}", join_words(known)));
}

std::string shown(const compare::Comparison& comparison, const std::string& format, const CommandContext& context)
{
  if (format == "json") {
    return view::json_text(view::compare_json(comparison));
  }
  if (format == "markdown") {
    return view::compare_markdown(comparison);
  }
  view::CompareTextOptions options;
  options.paint = context.console.out_paint();
  options.columns = usecase::text_columns(context);
  return view::compare_text(comparison, options);
}

compare::Comparison compare_specs(const std::vector<std::string>& names, CommandContext& context)
{
  auto two = usecase::load_two(context, names[0], names[1]);
  context.console.problems(two.warnings);
  usecase::keep_targets(two.left, two.right, context.global.targets);
  return compare::compare_environments({two.left, two.left_layers}, {two.right, two.right_layers}, two.project);
}

} // namespace

ExitCode run_command(const CompareOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "compare");
  check_names(options.environments, context);
  const auto comparison = options.live
                              ? usecase::compare_live(options.environments[0], options.environments[1], context)
                              : compare_specs(options.environments, context);
  context.console.result(shown(comparison, format, context));
  const bool counts = comparison.needs_a_look() || (options.all && comparison.differs());
  return options.check && counts ? ExitCode::differences : ExitCode::ok;
}

} // namespace flowsync::cli
