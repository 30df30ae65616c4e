#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "exec/survey_guard.hpp"
#include "plan/safety.hpp"
#include "schema/service_url.hpp"
#include "state/folder.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/git_guard.hpp"
#include "usecase/plan/planning.hpp"
#include "view/doctor_text.hpp"
#include "view/drift_text.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace flowsync::cli {

namespace {

using Verdict = view::Check::Verdict;

// Looks at one environment piece by piece. What stops a piece stops those that need it; the others go on.
class Examination
{
public:
  Examination(std::string environment, CommandContext& context) : m_context(context)
  {
    m_found.environment = std::move(environment);
  }

  void run()
  {
    step("specs", [&] { specs(); });
    if (!m_workspace) {
      return;
    }
    step("state", [&] { state(); });
    step("key", [&] { m_service = usecase::open_service(*m_workspace, m_context); });
    if (!m_service) {
      return;
    }
    step("service", [&] { service(); });
    if (m_state && m_reached) {
      step("plan", [&] { plan(); });
    }
  }

  const view::Checkup& found() const { return m_found; }
  ExitCode exit() const { return m_exit; }

private:
  template <typename Look>
  void step(const char* subject, const Look& look)
  {
    try {
      look();
    } catch (const Rejected& rejected) {
      stop_for(subject, rejected.diagnostics());
    } catch (const Fatal& fatal) {
      say(subject, Verdict::stop, fatal.what(), fatal.hint());
      m_exit = worse(m_exit, fatal.exit());
    }
  }

  void say(const char* subject, Verdict verdict, std::string text, std::string hint = {})
  {
    m_found.checks.push_back({subject, verdict, std::move(text), std::move(hint)});
  }

  void stop_for(const char* subject, const Diagnostics& problems)
  {
    for (const auto& problem : problems.items()) {
      if (problem.severity != Severity::error) {
        continue;
      }
      const auto place = problem.where.line > 0
                             ? fmt::format("{}:{}:{}: ", problem.where.file, problem.where.line, problem.where.column)
                             : std::string();
      say(subject, Verdict::stop, place + problem.message, problem.hint);
    }
    m_exit = worse(m_exit, problems.exit_code());
  }

  void specs()
  {
    m_workspace.emplace(usecase::load_workspace(m_context, m_found.environment));
    const auto& desired = m_workspace->desired;
    say("specs", Verdict::good,
        fmt::format("project {}: {}, {}, no errors", desired.project,
                    count_of(m_workspace->rendered.flows.size(), "flow"),
                    count_of(desired.resources.size(), "resource")));
    if (const auto pin = m_workspace->project.pins.find(m_found.environment); pin != m_workspace->project.pins.end()) {
      say("base", Verdict::good,
          fmt::format("read from the revision {} (commit {})", printable(pin->second.ref),
                      pin->second.commit.substr(0, 12)));
    }
    if (const auto warnings = m_workspace->warnings.items().size(); warnings > 0) {
      say("specs", Verdict::note, fmt::format("{} warnings", warnings), "`flowsync validate` shows them");
    }
  }

  void state()
  {
    const auto where = usecase::state_place(*m_workspace, m_context);
    const auto place = where.text();
    m_state = usecase::load_state(*m_workspace, m_context);
    say("state", Verdict::good,
        m_state->records.empty()
            ? fmt::format("{}: nothing is recorded as applied yet", place)
            : fmt::format("{}: {} resources, serial {}, last applied {}{}", place, m_state->records.size(),
                          m_state->serial, m_state->applied_at.empty() ? "never" : m_state->applied_at,
                          m_state->commit.empty() ? "" : " from commit " + m_state->commit.substr(0, 12)));
    m_habits = m_state->facts;
    if (const auto why = state::why_not_writable(state::Folder{where.folder()})) {
      say("state", Verdict::stop, fmt::format("nothing can be recorded there: {}", *why),
          "apply writes there before it changes anything in Nexla: make the folder writable for this user");
      m_exit = worse(m_exit, ExitCode::error);
    }
    lock_of_state(where);
    if (const auto open = m_state->intents.size(); open > 0) {
      say("state", Verdict::note, fmt::format("{} creates were sent without an answer", open),
          "the next apply looks for them before it creates anything");
    }
    if (const auto open = m_state->restorations.size(); open > 0) {
      say("state", Verdict::note, fmt::format("{} interrupted restarts are to be finished", open),
          "the next apply does that first");
    }
  }

  void lock_of_state(const state::Place& where)
  {
    const auto storage = state::open_storage(where);
    const auto held =
        storage ? (*storage)->holder() : Result<std::optional<state::HeldLock>, state::Problem>(storage.error());
    if (!held) {
      say("state", Verdict::stop, held.error().text, held.error().hint);
      m_exit = worse(m_exit, held.error().exit());
    } else if (*held) {
      say("state", Verdict::stop, fmt::format("its lock is held by {}", state::words_for((*held)->holder)),
          "wait until it ends, or apply with --lock-timeout; `flowsync state unlock` takes it from a run that is dead");
      m_exit = worse(m_exit, ExitCode::refused);
    }
    if (!where.shared() && !schema::is_simulator(m_workspace->desired.environment.url)) {
      say("state", Verdict::note, "it is on this machine only: other machines and CI know nothing of it",
          "write `state: {backend: git}` into the environment and run `flowsync state migrate`");
    }
  }

  void service()
  {
    auto& api = m_service->api();
    const auto& environment = m_workspace->desired.environment;
    const auto who = usecase::value_or_fail(api.identify({}), "while asking who the key belongs to");
    m_reached = true;
    say("service", Verdict::good,
        fmt::format("{}: user {} ({}), organisation {} ({})", environment.url, who.user_name, who.user_id, who.org_name,
                    who.org_id ? std::to_string(*who.org_id) : "unknown"));
    const auto apart =
        std::chrono::duration_cast<std::chrono::seconds>(api.server_time() - m_context.around.clock.now());
    if (std::abs(apart.count()) > 60) {
      say("service", Verdict::note,
          fmt::format("its clock is {} seconds {} this machine's", std::abs(apart.count()),
                      apart.count() > 0 ? "ahead of" : "behind"));
    }
  }

  void plan()
  {
    const auto secrets = usecase::resolve_secrets(*m_workspace, m_context, true);
    const auto planned = usecase::make_plan(*m_workspace, m_service->api(), *m_state, secrets, {}, m_context);
    const auto& made = planned.plan;
    m_habits.insert(planned.survey.habits.begin(), planned.survey.habits.end());
    const auto learnt = m_service->api().habits();
    m_habits.insert(learnt.begin(), learnt.end());
    m_found.habits.assign(m_habits.begin(), m_habits.end());
    if (!made.diagnostics.has_errors()) {
      say("plan", Verdict::good,
          fmt::format("{} to add, {} to change, {} to replace, {} adoptions; {} requests", made.summary.create,
                      made.summary.update, made.summary.replace, made.summary.adopt, made.requests.used));
    }
    for (const auto& why : made.incomplete) {
      say("plan", Verdict::note, why);
    }
    disagreements(planned.survey.inventory, made.bindings);
    for (const auto& hanging : made.hanging) {
      say("account", Verdict::note, view::hanging_words(hanging),
          hanging.owner.empty() ? fmt::format("`flowsync unmanaged -e {}` tells how to take it in", m_found.environment)
                                : std::string());
    }
    if (!made.refresh.why.empty()) {
      say("plan", Verdict::note, "everything is read each time: " + made.refresh.why);
    }
    stop_for("plan", made.diagnostics);
    stop_for("safety", plan::check_safety(made, m_workspace->desired.environment.safety, {}));
    const auto git = usecase::git_standing(*m_workspace, *m_state);
    const auto& root = m_workspace->project.root;
    const auto folders = usecase::spec_folders(m_workspace->project, m_workspace->desired.environment.name);
    stop_for("git", usecase::check_git(root, usecase::check_missing_specs(root, folders, made, {}), git, made,
                                       made.has_differences(), {}));
  }

  // Two replies that do not agree on something that the specs own.
  void disagreements(const Inventory& inventory, const plan::Bindings& bindings)
  {
    for (const auto& [address, id] : bindings.ids) {
      for (const auto& found : inventory.disagreements) {
        if (found.type == address.kind && found.id == id) {
          say("service", Verdict::note,
              fmt::format("{} and {} tell the {} of {} in different ways; the newer one, {}, counts", found.counted,
                          found.other, found.field, address.text(), found.counted),
              "look at both in Nexla: one of them may be out of date");
        }
      }
    }
  }

  CommandContext& m_context;
  view::Checkup m_found;
  ExitCode m_exit = ExitCode::ok;
  std::optional<usecase::Workspace> m_workspace;
  std::optional<StateData> m_state;
  std::unique_ptr<usecase::Service> m_service;
  std::set<std::string> m_habits;
  bool m_reached = false;
};

} // namespace

ExitCode run_command(const DoctorOptions& /*options*/, CommandContext& context)
{
  const auto format = choose_format(context.global, "doctor");
  Examination examination(usecase::one_environment(context, "doctor"), context);
  examination.run();
  context.console.result(format == "json" ? view::json_text(view::checkup_json(examination.found()))
                                          : view::checkup_text(examination.found(), context.console.out_paint()));
  return examination.exit();
}

} // namespace flowsync::cli
