#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/plan_output.hpp"
#include "cli/planning.hpp"
#include "cli/safety.hpp"
#include "exec/apply.hpp"
#include "state/store.hpp"
#include "view/apply_progress.hpp"
#include "view/apply_report.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::cli {

namespace {

void refuse_before_anything(const ApplyOptions& options, CommandContext& context)
{
  if (!options.plan_file.empty()) {
    throw Fatal("applying a saved plan is not supported yet", ExitCode::error, "run apply without a file");
  }
  if (!options.auto_approve && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("apply asks before it changes anything, and here nobody can answer", ExitCode::error,
                "add --auto-approve");
  }
}

std::unique_ptr<state::Store> open_store(const Workspace& workspace, const ApplyOptions& options,
                                         const CommandContext& context)
{
  auto store =
      state::Store::open(state_folder_of(workspace), context.around.clock, options.lock_timeout, context.around.stop);
  if (!store) {
    throw Fatal(store.error().text, store.error().exit(), store.error().hint);
  }
  return std::move(store).value();
}

// Whether applying writes anything in the service.
bool writes(const plan::Plan& plan, const StateData& state)
{
  return plan.has_differences() || !state.restorations.empty() || !state.intents.empty() ||
         std::any_of(plan.changes.begin(), plan.changes.end(), [](const auto& change) { return change.adopting; });
}

// True to go on. Asks on the terminal when it must.
bool approved(const ApplyOptions& options, const std::string& environment, CommandContext& context)
{
  if (options.auto_approve) {
    return true;
  }
  const auto answer = context.console.ask(
      fmt::format("\nApply these changes to {}? Only `yes` goes on: ", context.console.err_paint().bold(environment)));
  return answer && trim(*answer) == "yes";
}

class Applying
{
public:
  Applying(const ApplyOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_json(choose_format(context.global, "apply", {"text", "json"}) == "json"),
        m_workspace(load_workspace(context, one_environment(context, "apply")))
  {
  }

  ExitCode run()
  {
    auto& console = m_context.console;
    console.problems(m_workspace.warnings);
    const auto& environment = m_workspace.desired.environment;
    const auto secrets = resolve_secrets(m_workspace, m_context, true);
    const auto service = open_service(
        m_workspace.project, environment,
        setting_place(m_workspace.rendered.environment_document, *m_workspace.project.files, {"spec", "nexla", "url"}),
        m_context);
    const auto store = open_store(m_workspace, m_options, m_context);
    const auto state = with_observations(store->data(), m_workspace, console);
    const auto planned =
        make_plan(m_workspace, service->api(), state, secrets, {m_options.full_refresh, m_options.prune}, m_context);
    console.problems(planned.plan.diagnostics);
    if (!m_json) {
      console.result(view::plan_text(planned.plan, plan_text_options(m_workspace, m_context)));
    }
    if (const auto refusals = check_safety(planned.plan, environment.safety); refusals.has_errors()) {
      console.problems(refusals);
      return finish(planned.plan, nullptr, refusals.exit_code(), refusals);
    }
    if (planned.plan.diagnostics.has_errors() && !planned.plan.has_differences()) {
      return finish(planned.plan, nullptr, exit_of(planned.plan), {});
    }
    if (writes(planned.plan, state) && !approved(m_options, environment.name, m_context)) {
      const bool stopped = m_context.around.stop.stop_requested();
      console.news(stopped ? "Interrupted; nothing was changed." : "Not approved; nothing was changed.");
      return finish(planned.plan, nullptr, stopped ? ExitCode::interrupted : ExitCode::error, {});
    }
    const auto report = carry_out(service->api(), planned, secrets, *store);
    if (const auto problem = store->compact()) {
      console.news(*problem);
    }
    return finish(planned.plan, &report, exit_after(planned.plan, report), {});
  }

private:
  exec::Report carry_out(nexla::Api& api, const Planned& planned, const std::map<std::string, Secret>& secrets,
                         state::Store& store)
  {
    const auto& around = m_context.around;
    const auto& limits = m_workspace.desired.environment.limits;
    exec::ApplyOptions options;
    options.parallelism = m_options.parallelism.value_or(limits.parallelism);
    options.detect_timeout = limits.detect_timeout;
    options.create_settle = limits.create_settle;
    options.commit = planned.plan.commit;
    view::ProgressOptions style;
    style.paint = m_context.console.err_paint();
    style.quiet = m_context.global.quiet;
    style.columns = around.columns;
    style.terminal =
        around.err_is_terminal && m_context.global.verbose == 0 && around.variable("TERM").value_or("") != "dumb";
    const auto progress = view::make_progress(around.err, style);
    const std::stop_callback told(around.stop, [this] {
      if (m_context.around.err_is_terminal) {
        m_context.console.news("\nStopping once what is in flight is done; Ctrl-C again stops at once.");
      }
    });
    return exec::apply(api, m_workspace.desired, planned.plan, planned.survey.inventory, secrets, store, around.clock,
                       options, *progress, around.stop);
  }

  // A part that could not be planned makes an otherwise good run a partial one.
  static ExitCode exit_after(const plan::Plan& plan, const exec::Report& report)
  {
    const auto exit = report.exit_code();
    const bool whole = plan.blocked.empty() && plan.incomplete.empty() && !plan.diagnostics.has_errors();
    return whole ? exit : worse(exit, ExitCode::partial);
  }

  ExitCode finish(const plan::Plan& plan, const exec::Report* report, ExitCode exit, const Diagnostics& diagnostics)
  {
    if (m_json) {
      m_context.console.result(view::json_text(view::apply_json(plan, report, exit, diagnostics)));
    } else if (report != nullptr && (!report->results.empty() || report->interrupted)) {
      m_context.console.result("\n" + view::report_text(*report, m_context.console.out_paint()));
    }
    return exit;
  }

  const ApplyOptions& m_options;
  CommandContext& m_context;
  bool m_json;
  Workspace m_workspace;
};

} // namespace

ExitCode run_command(const ApplyOptions& options, CommandContext& context)
{
  refuse_before_anything(options, context);
  return Applying(options, context).run();
}

} // namespace flowsync::cli
