#include "usecase/apply/applying.hpp"

#include "base/atomic_file.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/withheld.hpp"
#include "plan/apply_time.hpp"
#include "state/reading.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/apply/history_entry.hpp"
#include "usecase/apply/verifying.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/refusals.hpp"
#include "usecase/plan/saved_plan_compare.hpp"
#include "view/apply_progress.hpp"
#include "view/apply_report.hpp"
#include "view/json_text.hpp"
#include "view/told_problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

// A part that could not be planned makes an otherwise good run a partial one.
ExitCode exit_after(const plan::Plan& plan, const exec::Report& report)
{
  const auto exit = report.exit_code();
  const bool whole = plan.blocked.empty() && plan.incomplete.empty() && !plan.diagnostics.has_errors();
  return whole ? exit : worse(exit, ExitCode::partial);
}

// A folder that no earlier run used: trash/2026-11-22T13-25-20Z.
std::filesystem::path trash_folder(const state::Place& place, Clock& clock)
{
  auto name = format_timestamp(clock.now());
  name = name.substr(0, name.find('.'));
  std::replace(name.begin(), name.end(), ':', '-');
  const auto base = place.folder() / state::k_trash_folder;
  auto folder = base / name;
  for (int more = 2; std::filesystem::exists(folder); ++more) {
    folder = base / fmt::format("{}-{}", name, more);
  }
  return folder;
}

bool creates(const plan::Plan& plan)
{
  return plan.summary.create + plan.summary.replace > 0;
}

// Whether a run that wrote nothing in the service has anything to tell other machines.
bool worth_saving(const StateData& before, const StateData& after)
{
  return before.commit != after.commit || before.facts != after.facts || before.completed != after.completed ||
         before.identity != after.identity;
}

} // namespace

Applying::Applying(const ApplyOptions& options, What what, CommandContext& context, const plan::SavedPlan* saved)
    : m_options(options),
      m_what(what),
      m_context(context),
      m_saved(saved),
      m_json(context.global.format == "json"),
      m_workspace(load_workspace(context, one_environment(context, what == What::specs ? "apply" : "destroy"))),
      m_run(this_run(context, what == What::specs ? "apply" : "destroy"))
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
  const auto service = open_service(m_workspace, m_context, AccountAccess::write);
  const EndsInOrder holding_the_lock;
  const auto began = m_context.around.clock.steady();
  const auto session =
      open_state(state_place(m_workspace, m_context), name_of_command(), m_options.lock_timeout, m_context);
  auto state = session->store().data();
  for (const auto& warning : state::add_observations(state, session->place())) {
    console.detail(warning);
  }
  const auto make = [&] {
    PlanningOptions planning{m_options.full_refresh, m_options.prune, m_options.rebind, {}};
    if (m_what == What::specs) {
      planning.beside = places_beside(m_workspace, m_context);
    }
    return make_plan(m_workspace, service->api(), state, secrets, std::move(planning), m_context);
  };
  auto planned = make();
  if (session->unfinished() && creates(planned.plan)) {
    await_late_creates(*session->unfinished());
    session->settled();
    planned = make();
  }
  m_git = git_standing(m_workspace, state);
  note_refusals(m_workspace, state, m_git, git_flags(), {m_options.confirm_deletes, m_what == What::destruction},
                planned.plan);
  m_made = planned.plan;
  const bool shows = !m_json && (!m_context.global.quiet || !m_options.auto_approve);
  console.problems(shows ? view::untold_problems(planned.plan) : planned.plan.diagnostics);
  if (shows) {
    console.result(view::plan_text(planned.plan, plan_text_options(m_context, m_options.full)));
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
  const bool writing = writes(planned.plan, state);
  if (writing) {
    if (const auto problem = session->begin()) {
      throw Fatal(problem->text, problem->exit(), problem->hint);
    }
  }
  m_dirty = is_dirty(m_workspace);
  const auto report = carry_out(service->api(), planned, state, secrets, *session);
  auto exit = exit_after(planned.plan, report);
  const auto unseen = m_what == What::specs && !session->lost().stop_requested()
                          ? verify_changed(service->api(), m_workspace.desired, report, session->store(),
                                           planned.survey.inventory.server_time, m_context)
                          : Diagnostics();
  console.problems(unseen);
  if (unseen.has_errors()) {
    exit = worse(exit, ExitCode::partial);
  }
  if (exit == ExitCode::ok && m_what == What::specs && m_context.global.targets.empty()) {
    record_completed(session->store());
  }
  if (session->lost().stop_requested()) {
    console.problem(Fatal(fmt::format("nothing more was started: {}", session->why_lost()), ExitCode::partial,
                          "run the command again: what was made is found by its mark and not made twice"));
    exit = ExitCode::partial;
  }
  if (m_context.around.clock.steady() - began >= environment.limits.create_settle) {
    session->settled();
  }
  if (writing || worth_saving(state, session->store().data())) {
    exit = worse(exit, save_run(*session, planned.plan, report, exit, writing));
  }
  return finish(planned.plan, &report, exit, unseen);
}

std::string Applying::name_of_command() const
{
  return m_what == What::specs ? "apply" : "destroy";
}

// What another run sent and nobody recorded may still arrive: only what is there after this time counts as absent.
void Applying::await_late_creates(const state::Holder& who)
{
  const auto settle = m_workspace.desired.environment.limits.create_settle;
  m_context.console.news(
      fmt::format("The run of {} ended without saying so: waiting {} s, until nothing that it sent can still arrive.",
                  state::words_for(who), std::chrono::ceil<std::chrono::seconds>(settle).count()));
  if (!m_context.around.clock.sleep(settle, m_context.around.stop)) {
    throw Fatal("interrupted; nothing was changed", ExitCode::interrupted);
  }
}

// The history's entry of this run, and all that others need to know of it.
ExitCode Applying::save_run(state::OpenState& session, const plan::Plan& plan, const exec::Report& report,
                            ExitCode exit, bool writing)
{
  const auto serial = session.store().serial();
  const auto entry = history_entry(
      {m_run, plan, report, commit_to_record(m_git, git_flags()), m_dirty, exit, m_context.around.clock.now()}, serial);
  if (writing) {
    session.put(history_path(serial), withheld().conceal(view::json_text(entry)));
  }
  return close_state(session, withheld().conceal(history_message(entry, m_workspace.desired.environment.name)),
                     m_context.console);
}

// Why nothing may be written.
Diagnostics Applying::refusals(const plan::Plan& plan, const StateData& state) const
{
  auto problems = differences_from_saved(plan, state);
  if (!m_options.expect.empty() && !plan.actions_digest.starts_with(m_options.expect)) {
    problems.refuse(
        "unexpected-plan",
        fmt::format("the plan is another one than {}: its digest is {} now", m_options.expect, plan.actions_digest), {},
        "look at the plan above, and expect that one if it is what you want");
  }
  return problems.has_errors() ? problems : plan.refusals;
}

Diagnostics Applying::differences_from_saved(const plan::Plan& plan, const StateData& state) const
{
  if (m_saved == nullptr) {
    return {};
  }
  const plan::PlanFlags flags{m_context.global.targets, m_options.prune, m_options.full_refresh, m_options.rebind,
                              m_what == What::destruction};
  return compare_with_saved(*m_saved, plan::saved_plan_of(plan, state, flags));
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
                                 const std::map<std::string, Secret>& secrets, state::OpenState& session)
{
  auto& store = session.store();
  const auto& around = m_context.around;
  const auto& limits = m_workspace.desired.environment.limits;
  TrashFolder trash(trash_folder(session.place(), around.clock),
                    {m_workspace.project, m_workspace.desired, planned.plan, planned.survey.inventory, state},
                    known_secrets(m_workspace.project, m_workspace.desired.environment, m_context));
  exec::RunOptions options;
  options.parallelism = m_options.parallelism.value_or(limits.parallelism);
  options.detect_timeout = limits.detect_timeout;
  options.create_settle = limits.create_settle;
  const auto commit = commit_to_record(m_git, git_flags());
  options.commit = commit.id;
  options.commit_time = commit.time;
  options.trash = &trash;
  options.others_wrote = session.place().shared();
  options.make_sure = [&session] { session.make_sure(); };
  view::ProgressOptions style;
  style.paint = m_context.console.err_paint();
  style.quiet = m_context.global.quiet;
  style.columns = around.columns;
  style.terminal =
      around.err_is_terminal && m_context.global.verbose == 0 && around.variable("TERM").value_or("") != "dumb";
  const bool for_a_log = !around.err_is_terminal && around.in_ci_job();
  style.clock = for_a_log ? &around.clock : nullptr;
  style.expected = plan::apply_time(planned.plan);
  style.watch = &around.clock;
  const auto progress = view::make_progress(around.err, style);
  const std::stop_callback told(around.stop, [this] {
    if (m_context.around.err_is_terminal) {
      m_context.console.news("\nStopping once what is in flight is done; Ctrl-C again stops at once.");
    }
  });
  // What ends the run: a person, or the loss of the state's lock.
  std::stop_source ended;
  const std::stop_callback by_person(around.stop, [&] { ended.request_stop(); });
  const std::stop_callback by_loss(session.lost(), [&] { ended.request_stop(); });
  for (const auto& habit : planned.survey.habits) {
    store.fact(habit);
  }
  auto report = exec::apply(
      {api, m_workspace.desired, planned.plan, planned.survey.inventory, secrets, store, around.clock, *progress},
      options, ended.get_token());
  for (const auto& habit : api.habits()) {
    store.fact(habit);
  }
  if (trash.used()) {
    share_trash(session, trash.folder());
    m_context.console.news(fmt::format("What was deleted is kept in {}.",
                                       trash.folder().lexically_relative(m_workspace.project.root).generic_string()));
  }
  return report;
}

// On this machine the folder is the state's own.
void Applying::share_trash(state::OpenState& session, const std::filesystem::path& folder)
{
  if (!session.place().shared()) {
    return;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      session.put(entry.path().lexically_relative(session.place().folder()).generic_string(),
                  read_file(entry.path()).value_or(""));
    }
  }
}

// `promote --ref` asks for it. A base that lies in the folder is that of the commit only when nothing was changed
// since.
void Applying::record_completed(state::Store& store) const
{
  const auto pin = m_workspace.project.pins.find(m_workspace.desired.environment.name);
  auto commit = pin != m_workspace.project.pins.end() ? pin->second.commit : m_git.now.id;
  if (commit.empty() || store.data().completed.contains(commit)) {
    return;
  }
  if (pin == m_workspace.project.pins.end() && m_dirty != false) {
    return;
  }
  store.completed(std::move(commit), m_context.around.clock.now());
}

ExitCode Applying::finish(const plan::Plan& plan, const exec::Report* report, ExitCode exit,
                          const Diagnostics& diagnostics)
{
  if (m_json) {
    m_context.console.result(view::json_text(view::apply_json(plan, report, exit, diagnostics)));
  } else if (report != nullptr && (!report->results.empty() || report->interrupted)) {
    m_context.console.result("\n" + view::report_text(*report, exit, m_context.console.out_paint()));
  }
  return exit;
}

} // namespace flowsync::usecase
