#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/outputs.hpp"
#include "plan/planner.hpp"
#include "plan/tree.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::cli {

namespace {

// Why drift cannot be told of everything; nothing when it can.
void note_unknown(const StateData& state, plan::Plan& plan)
{
  if (!state.lineage.empty() && plan.without_history == 0) {
    return;
  }
  const auto of_what =
      state.lineage.empty() ? std::string() : fmt::format(" of {}", count_of(plan.without_history, "resource"));
  plan.diagnostics
      .error("cannot-tell",
             fmt::format("cannot tell what changed in Nexla{}: what was applied last is not recorded here", of_what),
             {},
             "share the state (`state: {backend: git}` in the environment), or run it where `flowsync apply` runs; an "
             "apply "
             "from here begins a record")
      .exit = ExitCode::partial;
}

bool is_outside(const plan::ResourceDrift& drift)
{
  return std::any_of(drift.fields.begin(), drift.fields.end(),
                     [](const auto& field) { return field.cause == plan::Cause::outside; }) ||
         std::any_of(drift.notes.begin(), drift.notes.end(), [](const auto& note) { return note.outside; });
}

// Records what others set as it is now: from here on it is not drift any more.
std::size_t accept(const usecase::Workspace& workspace, const usecase::Planned& planned, CommandContext& context)
{
  const auto session =
      usecase::open_state(usecase::state_place(workspace, context), "drift --accept", Duration{0}, context);
  auto& store = session->store();
  const auto state = store.data();
  const auto& inventory = planned.survey.inventory;
  const plan::LiveTree tree(inventory);
  std::vector<Record> records;
  for (const auto& drift : planned.plan.drift) {
    const auto known = state.records.find(drift.address);
    const auto* const desired = workspace.desired.find(drift.address);
    const auto* const live = drift.id ? inventory.find(drift.type, *drift.id) : nullptr;
    if (!is_outside(drift) || desired == nullptr || live == nullptr || known == state.records.end() ||
        known->second.id != live->id) {
      continue;
    }
    auto record = plan::observe(*desired, *live, known->second, inventory.server_time, true);
    if (live->type == ResourceKind::source) {
      record.observed_sets = plan::ids_of(tree.detected_sets(live->id));
    }
    records.push_back(std::move(record));
  }
  const auto count = records.size();
  if (count > 0) {
    store.record(std::move(records));
    if (usecase::close_state(*session, fmt::format("drift of {} accepted", state.environment), context.console) !=
        ExitCode::ok) {
      throw Fatal("what was accepted is not in the shared state", ExitCode::partial);
    }
  }
  return count;
}

// What drift found, and what comes after it was told.
struct Looked
{
  usecase::Workspace workspace;
  usecase::Planned planned;
  bool has_history = false;
};

Looked look(const DriftOptions& options, DriftReport& report, CommandContext& context)
{
  Looked looked;
  looked.workspace = usecase::load_workspace(context, usecase::one_environment(context, "drift"));
  const auto& workspace = looked.workspace;
  context.console.problems(workspace.warnings);
  const auto state = usecase::load_state(workspace, context, options.stateless);
  const auto service = usecase::open_service(workspace, context);
  usecase::PlanningOptions planning;
  planning.full_refresh = options.full_refresh;
  looked.planned = usecase::make_plan(workspace, service->api(), state,
                                      usecase::resolve_secrets(workspace, context, false), planning, context);
  note_unknown(state, looked.planned.plan);
  looked.has_history = !state.lineage.empty();
  report.counted.can_tell = looked.has_history && looked.planned.plan.without_history == 0;
  report.plan = looked.planned.plan;
  context.console.problems(report.plan.diagnostics);
  return looked;
}

} // namespace

ExitCode run_command(const DriftOptions& options, CommandContext& context)
{
  const Outputs outputs(context, "drift");
  DriftReport report;
  report.counted.strict = options.strict && !options.accept;
  std::optional<Looked> looked;
  auto exit = ExitCode::ok;
  try {
    looked = look(options, report, context);
  } catch (...) {
    const auto failure = usecase::current_failure();
    usecase::tell_failure(failure, context.console);
    report.plan = usecase::unmade_plan(usecase::named_environment(context), failure, context);
    exit = failure.exit;
  }
  outputs.write(report, project_root(context));
  if (!looked) {
    return exit;
  }
  if (options.accept && looked->has_history) {
    const auto accepted = accept(looked->workspace, looked->planned, context);
    context.console.news(accepted == 0 ? "Nothing of others to accept."
                                       : fmt::format("Accepted as it is now: what only Nexla sets in {}.",
                                                     count_of(accepted, "resource")));
  }
  const auto& plan = report.plan;
  const bool drifted = plan.summary.drifted > 0 || (report.counted.strict && !plan.drift.empty());
  return drifted ? worse(usecase::exit_of(plan), ExitCode::differences) : usecase::exit_of(plan);
}

} // namespace flowsync::cli
