#include "usecase/reconcile/reconcile_turn.hpp"

#include "base/text.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/apply/applying.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/refusals.hpp"
#include "view/diagnostics_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::usecase {

namespace {

constexpr auto k_locked = "state-locked"; // as note_lock() says it

std::string_view reason_of(ExitCode exit, bool of_specs)
{
  switch (exit) {
  case ExitCode::auth:
    return "permission";
  case ExitCode::refused:
    return "refused";
  case ExitCode::unreachable:
    return "service";
  case ExitCode::partial:
    return "partial";
  default:
    return of_specs ? "specs" : "error";
  }
}

// Whether the lock alone is in the way.
bool only_locked(const Diagnostics& refusals)
{
  return refusals.has_errors() && std::all_of(refusals.items().begin(), refusals.items().end(),
                                              [](const auto& item) { return item.code == k_locked; });
}

// The words that Nexla is known to use (API notes C1); what else it says is one state, so that their number is bounded.
std::string state_word(const std::string& status)
{
  constexpr std::array<std::string_view, 10> k_known{"ACTIVE", "PAUSED",       "INIT",  "PROCESSING", "STOPPED",
                                                     "DRAFT",  "RATE_LIMITED", "ERROR", "FAILED",     "ARCHIVED"};
  if (status.empty()) {
    return "none"; // lookups and transforms have no status
  }
  return std::find(k_known.begin(), k_known.end(), status) != k_known.end() ? lower(status) : "other";
}

std::map<std::string, std::size_t> count_resources(const LookedPlan& looked)
{
  std::map<std::string, std::size_t> counts;
  for (const auto& [address, id] : looked.planned.plan.bindings.ids) {
    const auto* const wanted = looked.workspace.desired.find(address);
    const auto* const live = wanted != nullptr ? looked.planned.survey.inventory.find(wanted->type, id) : nullptr;
    if (live != nullptr) {
      ++counts[state_word(live->status)];
    }
  }
  return counts;
}

std::string counts_of(const plan::Summary& summary)
{
  auto text = fmt::format("{} to add, {} to change, {} to destroy", summary.create + summary.replace, summary.update,
                          summary.remove + summary.replace);
  const auto bound = summary.adopt + summary.move;
  return bound == 0 ? text : fmt::format("{}, {} to adopt or move", text, bound);
}

} // namespace

std::string_view name_of(Turn::Outcome outcome)
{
  constexpr std::array<std::string_view, 6> k_names{"in_sync", "applied", "differs",
                                                    "standby", "failed",  "interrupted"};
  return k_names.at(static_cast<std::size_t>(outcome));
}

std::string words_for(const Turn& turn)
{
  constexpr std::size_t k_short = 12;
  const auto& summary = turn.plan.summary;
  const auto specs = turn.commit.empty() ? std::string("the specs") : turn.commit.substr(0, k_short);
  switch (turn.outcome) {
  case Turn::Outcome::in_sync:
    return fmt::format("in sync with {}", specs);
  case Turn::Outcome::applied:
    return turn.plan.has_work() ? fmt::format("applied {}: {}", specs, counts_of(summary))
                                : fmt::format("in sync with {}, which is recorded now", specs);
  case Turn::Outcome::differs:
    return fmt::format("differs from {}: {}{}", specs, counts_of(summary),
                       summary.drifted > 0 ? fmt::format("; {} drifted", count_of(summary.drifted, "resource")) : "");
  case Turn::Outcome::standby:
    return fmt::format("another run is at work; {} waits: {}", specs, counts_of(summary));
  case Turn::Outcome::interrupted:
    return "interrupted";
  case Turn::Outcome::failed:
    break;
  }
  return fmt::format("failed ({}) with {}", turn.reason, specs);
}

Turns::Turns(std::string environment, const TurnOptions& options, const CommandContext& context)
    : m_environment(std::move(environment)),
      m_options(options),
      m_context(context)
{
}

Turn Turns::run(const SpecSource::Now& specs)
{
  auto context = m_context;
  context.revision = specs.commit;
  Turn turn;
  try {
    if (specs.problem && specs.commit.empty()) {
      throw Fatal(fmt::format("the specs cannot be fetched: {}", specs.problem->reason), ExitCode::unreachable,
                  specs.problem->hint);
    }
    turn = look_and_act(context);
  } catch (...) {
    turn = failed(current_failure(), context);
  }
  if (turn.commit.empty()) {
    turn.commit = specs.commit;
  }
  if (turn.exit == ExitCode::interrupted || (turn.outcome == Turn::Outcome::failed && !turn.wrote && stopped())) {
    turn.outcome = Turn::Outcome::interrupted;
  }
  m_standing_by = turn.outcome == Turn::Outcome::standby;
  return turn;
}

bool Turns::stopped() const
{
  return m_context.around.stop.stop_requested();
}

Turn Turns::look_and_act(CommandContext& context)
{
  const bool warn = m_warned_of != context.revision;
  auto looked = look_at(m_environment, {{false, m_options.prune, false, {}}}, context, warn);
  m_warned_of = context.revision;
  Turn turn;
  turn.commit = looked.workspace.commit;
  turn.resources = count_resources(looked);
  turn.plan = looked.planned.plan;
  if (!m_options.drift_only && turn.plan.refusals.empty() && has_something_to_do(looked)) {
    apply(context, turn);
    return turn;
  }
  turn.exit = exit_of(turn.plan);
  auto problems = turn.plan.diagnostics;
  if (m_options.drift_only) {
    const bool differs = turn.plan.has_work() || turn.plan.summary.drifted > 0;
    turn.outcome = turn.exit != ExitCode::ok ? Turn::Outcome::failed
                   : differs                 ? Turn::Outcome::differs
                                             : Turn::Outcome::in_sync;
    turn.exit = differs ? worse(turn.exit, ExitCode::differences) : turn.exit;
  } else if (only_locked(turn.plan.refusals)) {
    stand_by(turn, context);
  } else {
    problems.append(turn.plan.refusals);
    turn.exit = turn.plan.refusals.has_errors() ? turn.plan.refusals.exit_code() : turn.exit;
    turn.outcome = turn.exit == ExitCode::ok ? Turn::Outcome::in_sync : Turn::Outcome::failed;
  }
  turn.reason = reason_of(turn.exit, false);
  if (is_new(problems)) {
    context.console.problems(problems);
  }
  return turn;
}

// Also when nothing differs: a commit that is applied for the first time is to be recorded, as proof for others.
bool Turns::has_something_to_do(const LookedPlan& looked)
{
  const auto& git = looked.git;
  const bool unrecorded = !git.now.id.empty() && git.now.id != looked.state.data.commit &&
                          git.standing.order != git::CommitOrder::older && looked.planned.plan.is_complete();
  return writes(looked.planned.plan, looked.state.data) || unrecorded;
}

void Turns::apply(CommandContext& context, Turn& turn)
{
  ApplyOptions options;
  options.auto_approve = true;
  options.prune = m_options.prune;
  try {
    Applying applying(options, Applying::What::specs, context);
    turn.exit = applying.run();
    turn.wrote = true;
    if (applying.made() != nullptr) {
      turn.plan = *applying.made();
    }
  } catch (const StateLocked&) {
    stand_by(turn, context);
    return;
  }
  const bool well = turn.exit == ExitCode::ok || turn.exit == ExitCode::pending;
  turn.outcome = well ? Turn::Outcome::applied : Turn::Outcome::failed;
  turn.reason = reason_of(turn.exit, false);
}

void Turns::stand_by(Turn& turn, const CommandContext& context) const
{
  turn.outcome = Turn::Outcome::standby;
  turn.exit = ExitCode::refused;
  if (!m_standing_by) {
    context.console.news("another run holds the lock of the state: standing by");
  }
}

Turn Turns::failed(const Failure& failure, const CommandContext& context)
{
  Turn turn;
  turn.exit = failure.exit;
  turn.reason = reason_of(failure.exit, !failure.fatal);
  turn.plan = unmade_plan(m_environment, failure, context);
  if (!stopped() && is_new(failure.diagnostics)) {
    tell_failure(failure, context.console);
  }
  return turn;
}

// What stays the same from turn to turn is said once.
bool Turns::is_new(const Diagnostics& problems)
{
  auto text = view::diagnostics_text(problems, m_context.console.err_paint());
  const bool is_new = text != m_told;
  m_told = std::move(text);
  return is_new;
}

} // namespace flowsync::usecase
