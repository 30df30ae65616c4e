#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "exec/account.hpp"
#include "exporter/unmanaged.hpp"
#include "usecase/account/bound_resources.hpp"
#include "usecase/account/service.hpp"
#include "usecase/plan/plan_output.hpp"
#include "view/json_text.hpp"
#include "view/unmanaged_text.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

// What the specs ask for as far as they can be read: whether a mark is of this environment depends on them.
Desired identity_of(const usecase::Settings& settings, const CommandContext& context)
{
  auto wanted = desired::outline(settings.project, settings.environment.name, process_environment(context.around));
  if (!wanted) {
    wanted.emplace();
    wanted->project = settings.project.name;
    wanted->environment = settings.environment;
  }
  return std::move(*wanted);
}

} // namespace

ExitCode run_command(const UnmanagedOptions& /*options*/, CommandContext& context)
{
  const auto format = choose_format(context.global, "unmanaged");
  view::UnmanagedReport report;
  report.environment = usecase::one_environment(context, "unmanaged");
  const auto settings = usecase::load_settings(context, report.environment);
  const auto state = usecase::recorded_state(settings, context);
  const auto service = usecase::open_service(
      settings.project, settings.environment,
      usecase::setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context);
  const auto account =
      usecase::value_or_fail(exec::list_account(service->api(), settings.environment, context.around.stop),
                             fmt::format("the account of {} could not be read", report.environment));

  // What is bound and cannot be seen is for `doctor` to say.
  const auto bound = usecase::bound_resources(settings, state, account.inventory, account.identity, context).bound;
  const auto wanted = identity_of(settings, context);
  const plan::LiveTree tree(account.inventory);
  Diagnostics unused; // of marks that are wrong; `plan` says it
  const plan::MarkIndex marks(wanted, account.inventory, unused);
  const plan::BindingInput input{wanted, account.inventory, tree, state, account.identity};
  for (auto& found : exporter::unmanaged_in(input, marks, bound)) {
    if (plan::accepts_owner(wanted, state, account.identity, *found.live)) {
      report.found.push_back(std::move(found));
    } else {
      ++report.of_others;
    }
  }
  for (const auto& [type, words] : account.unlisted) {
    report.unlisted.emplace_back(type_name(type));
    context.console.problem(Fatal(fmt::format("{}s cannot be listed, so what there is of them is not told: {}",
                                              type_name(type), printable(words)),
                                  ExitCode::partial));
  }
  context.console.result(format == "json"
                             ? view::json_text(view::unmanaged_json(report))
                             : view::unmanaged_text(report, usecase::text_width(context), context.console.out_paint()));
  return report.unlisted.empty() ? ExitCode::ok : ExitCode::partial;
}

} // namespace flowsync::cli
