#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "plan/flow_graph.hpp"
#include "usecase/plan/saved_plan_file.hpp"
#include "usecase/project/named_part.hpp"
#include "usecase/project/selection.hpp"
#include "usecase/project/workspace.hpp"
#include "view/graph_pictures.hpp"
#include "view/graph_text.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

void require_planned(const Targets& targets, const plan::Plan& plan)
{
  for (const auto& target : targets) {
    const bool any = std::any_of(plan.changes.begin(), plan.changes.end(),
                                 [&](const auto& change) { return target_means(target, change.address, {}); });
    if (!any) {
      throw Fatal(fmt::format("the plan speaks of nothing that is called {}", printable(target)), ExitCode::error,
                  "name a flow or an address; a plan does not hold labels");
    }
  }
}

// What the specs say, or what a saved plan does.
plan::FlowGraph graph_for(const GraphOptions& options, CommandContext& context)
{
  auto targets = context.global.targets;
  targets.insert(targets.end(), options.flows.begin(), options.flows.end());
  if (!options.plan_file.empty()) {
    const auto plan = usecase::read_saved_plan(options.plan_file, context).plan;
    require_planned(targets, plan);
    return plan::make_flow_graph(plan, targets);
  }
  const auto environment = usecase::one_environment(context, "graph");
  const auto workspace = usecase::load_named_part(targets, [&](const spec::NamedFlows& named) {
    auto loaded = usecase::load_workspace(context, environment, {}, named);
    if (named) {
      usecase::require_targets(targets, loaded.desired);
    }
    return loaded;
  });
  context.console.problems(workspace.warnings);
  usecase::require_targets(targets, workspace.desired);
  return plan::make_flow_graph(workspace.desired, targets);
}

} // namespace

ExitCode run_command(const GraphOptions& options, CommandContext& context)
{
  constexpr std::size_t k_most_mermaid = 50'000; // what Mermaid draws unless it is told otherwise (its maxTextSize)
  const auto format = choose_format(context.global, "graph");
  const auto graph = graph_for(options, context);
  if (format == "json") {
    context.console.result(view::json_text(view::graph_json(graph)));
  } else if (format == "dot") {
    context.console.result(view::graph_dot(graph));
  } else if (format == "mermaid") {
    const auto text = view::graph_mermaid(graph);
    if (text.size() > k_most_mermaid) {
      context.console.news(
          "Mermaid draws at most 50,000 characters unless told otherwise: name some flows, or use dot.");
    }
    context.console.result(text);
  } else {
    context.console.result(view::graph_text(graph, context.console.out_paint()));
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
