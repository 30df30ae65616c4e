#include "cli/applying.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "cli/plan_output.hpp"
#include "cli/saved_plan_file.hpp"
#include "view/apply_progress.hpp"
#include "view/apply_report.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::cli {

namespace {

std::unique_ptr<state::Store> open_store(const Workspace& workspace, const ApplyOptions& options,
                                         const CommandContext& context)
{
  auto store =
      state::Store::open(state_folder_of(workspace), state::this_process("apply", "", "", context.around.clock.now()),
                         context.around.clock, options.lock_timeout, context.around.stop);
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

// A part that could not be planned makes an otherwise good run a partial one.
ExitCode exit_after(const plan::Plan& plan, const exec::Report& report)
{
  const auto exit = report.exit_code();
  const bool whole = plan.blocked.empty() && plan.incomplete.empty() && !plan.diagnostics.has_errors();
  return whole ? exit : worse(exit, ExitCode::partial);
}

// A folder that no earlier run used: trash/2026-11-22T13-25-20Z.
std::filesystem::path trash_folder(const Workspace& workspace, Clock& clock)
{
  auto name = format_timestamp(clock.now());
  name = name.substr(0, name.find('.'));
  std::replace(name.begin(), name.end(), ':', '-');
  const auto base = state_folder_of(workspace) / "trash";
  auto folder = base / name;
  for (int more = 2; std::filesystem::exists(folder); ++more) {
    folder = base / fmt::format("{}-{}", name, more);
  }
  return folder;
}

} // namespace

Applying::Applying(const ApplyOptions& options, What what, CommandContext& context, const SavedPlan* saved)
    : m_options(options),
      m_what(what),
      m_context(context),
      m_saved(saved),
      m_json(choose_format(context.global, what == What::specs ? "apply" : "destroy") == "json"),
      m_workspace(load_workspace(context, one_environment(context, what == What::specs ? "apply" : "destroy")))
{
  if (m_what == What::destruction) {
    m_workspace.desired.resources.clear();
  }
}

ExitCode Applying::run()
{
  auto& console = m_context.console;
  console.problems(m_workspace.warnings);
  const auto& environment = m_workspace.desired.environment;
  const auto secrets = resolve_secrets(m_workspace, m_context, true);
  const auto service = open_service(m_workspace, m_context);
  const auto store = open_store(m_workspace, m_options, m_context);
  const auto state = with_observations(store->data(), m_workspace, console);
  const auto planned = make_plan(m_workspace, service->api(), state, secrets,
                                 {m_options.full_refresh, m_options.prune, m_options.rebind}, m_context);
  console.problems(planned.plan.diagnostics);
  if (!m_json) {
    console.result(view::plan_text(planned.plan, plan_text_options(m_workspace, m_context)));
  }
  const auto problems = refusals(planned.plan, state);
  console.problems(problems);
  if (problems.has_errors()) {
    return finish(planned.plan, nullptr, problems.exit_code(), problems);
  }
  if (planned.plan.diagnostics.has_errors() && !planned.plan.has_differences()) {
    return finish(planned.plan, nullptr, exit_of(planned.plan), {});
  }
  if (writes(planned.plan, state) && !approved(environment.name)) {
    const bool stopped = m_context.around.stop.stop_requested();
    console.news(stopped ? "Interrupted; nothing was changed." : "Not approved; nothing was changed.");
    return finish(planned.plan, nullptr, stopped ? ExitCode::interrupted : ExitCode::error, {});
  }
  const auto report = carry_out(service->api(), planned, state, secrets, *store);
  if (exit_after(planned.plan, report) == ExitCode::ok && m_what == What::specs && m_context.global.targets.empty()) {
    record_completed(*store);
  }
  if (const auto problem = store->compact()) {
    console.news(*problem);
  }
  return finish(planned.plan, &report, exit_after(planned.plan, report), {});
}

// Why nothing may be written; warnings too.
Diagnostics Applying::refusals(const plan::Plan& plan, const StateData& state)
{
  if (auto stale = differences_from_saved(plan, state); stale.has_errors()) {
    return stale;
  }
  const bool destroys = m_what == What::destruction;
  auto problems = check_safety(plan, m_workspace.desired.environment.safety, {m_options.confirm_deletes, destroys});
  m_git = git_standing(m_workspace.project.root, state);
  if (!destroys) { // which commit is checked out says nothing of what is deleted then
    problems.append(check_git(m_workspace.project.root, m_git, plan, writes(plan, state), git_flags()));
  }
  return problems;
}

Diagnostics Applying::differences_from_saved(const plan::Plan& plan, const StateData& state) const
{
  if (m_saved == nullptr) {
    return {};
  }
  const PlanFlags flags{m_context.global.targets, m_options.prune, m_options.full_refresh, m_options.rebind};
  return compare_with_saved(*m_saved, saved_plan_of(plan, state, flags));
}

// True to go on. Asks on the terminal when it must.
bool Applying::approved(const std::string& environment)
{
  if (m_options.auto_approve) {
    return true;
  }
  const auto name = m_context.console.err_paint().bold(environment);
  const bool destroys = m_what == What::destruction;
  const auto answer = m_context.console.ask(
      destroys ? fmt::format("\nDelete all of this? Type the environment's name ({}) to go on: ", name)
               : fmt::format("\nApply these changes to {}? Only `yes` goes on: ", name));
  return answer && trim(*answer) == (destroys ? environment : "yes");
}

exec::Report Applying::carry_out(nexla::Api& api, const Planned& planned, const StateData& state,
                                 const std::map<std::string, Secret>& secrets, state::Store& store)
{
  const auto& around = m_context.around;
  const auto& limits = m_workspace.desired.environment.limits;
  TrashFolder trash(trash_folder(m_workspace, around.clock), m_workspace.project, m_workspace.desired, planned.plan,
                    planned.survey.inventory, state,
                    known_secrets(m_workspace.project, m_workspace.desired.environment, m_context));
  exec::ApplyOptions options;
  options.parallelism = m_options.parallelism.value_or(limits.parallelism);
  options.detect_timeout = limits.detect_timeout;
  options.create_settle = limits.create_settle;
  const auto commit = commit_to_record(m_git, git_flags());
  options.commit = commit.id;
  options.commit_time = commit.time;
  options.trash = &trash;
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
  for (const auto& habit : planned.survey.habits) {
    store.fact(habit);
  }
  auto report = exec::apply(api, m_workspace.desired, planned.plan, planned.survey.inventory, secrets, store,
                            around.clock, options, *progress, around.stop);
  for (const auto& habit : api.habits()) {
    store.fact(habit);
  }
  if (trash.used()) {
    m_context.console.news(fmt::format("What was deleted is kept in {}.",
                                       trash.folder().lexically_relative(m_workspace.project.root).generic_string()));
  }
  return report;
}

// `promote --ref` asks for it. A base that lies in the folder is that of the commit only when nothing was changed
// since.
void Applying::record_completed(state::Store& store) const
{
  const auto pin = m_workspace.project.pins.find(m_workspace.desired.environment.name);
  auto commit = pin != m_workspace.project.pins.end() ? pin->second.commit : m_git.now.id;
  std::string reason;
  if (commit.empty() || store.data().completed.contains(commit)) {
    return;
  }
  if (pin == m_workspace.project.pins.end()) {
    const auto changed = git::History(m_workspace.project.root).changed_files(reason);
    if (!changed || !changed->empty()) {
      return;
    }
  }
  store.completed(std::move(commit), m_context.around.clock.now());
}

ExitCode Applying::finish(const plan::Plan& plan, const exec::Report* report, ExitCode exit,
                          const Diagnostics& diagnostics)
{
  if (m_json) {
    m_context.console.result(view::json_text(view::apply_json(plan, report, exit, diagnostics)));
  } else if (report != nullptr && (!report->results.empty() || report->interrupted)) {
    m_context.console.result("\n" + view::report_text(*report, m_context.console.out_paint()));
  }
  return exit;
}

} // namespace flowsync::cli
