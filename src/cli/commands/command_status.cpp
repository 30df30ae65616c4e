#include "base/timestamp.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "usecase/apply/flow_look.hpp"
#include "usecase/plan/plan_output.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const StatusOptions& options, CommandContext& context)
{
  const bool wants_json = choose_format(context.global, "status") == "json";
  if (wants_json && options.watch) {
    throw Fatal("--watch shows one look after another, and --format json is one document", ExitCode::error,
                "leave out one of them, or call it again and again");
  }
  auto targets = context.global.targets;
  targets.insert(targets.end(), options.flows.begin(), options.flows.end());
  usecase::FlowLook look(usecase::one_environment(context, "status"), targets, context);
  exec::FlowPatience patience;
  patience.max_age = options.max_age;
  const auto& around = context.around;
  while (true) {
    const auto report = look.look(patience);
    if (options.watch) {
      context.console.result(fmt::format("{}\n", format_timestamp(report.at)));
    }
    context.console.result(wants_json
                               ? view::json_text(view::status_json(report))
                               : view::status_text(report, usecase::text_width(context), context.console.out_paint()));
    if (!options.watch) {
      return report.count(exec::FlowStatus::State::not_flowing) == 0 ? ExitCode::ok : ExitCode::differences;
    }
    if (!around.clock.sleep(options.every, around.stop)) {
      return ExitCode::interrupted;
    }
    context.console.result("\n");
  }
}

} // namespace flowsync::cli
