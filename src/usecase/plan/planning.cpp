#include "usecase/plan/planning.hpp"

#include "base/rejected.hpp"
#include "base/signals.hpp"
#include "base/timestamp.hpp"
#include "compare/same_places.hpp"
#include "desired/beside.hpp"
#include "exec/forecast.hpp"
#include "exec/last_touches.hpp"
#include "model/template_text.hpp"
#include "plan/credential_types.hpp"
#include "plan/planner.hpp"
#include "plan/tree.hpp"
#include "state/observed.hpp"
#include "usecase/account/state_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::usecase {

namespace {

void collect_secret_names(const nlohmann::json& value, std::set<std::string>& names)
{
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (has_template_syntax(text)) {
      for (const auto& piece : parse_template(text)) {
        if (piece.kind == PieceKind::secret) {
          names.insert(piece.text);
        }
      }
    }
  } else if (value.is_structured()) {
    for (const auto& item : value) {
      collect_secret_names(item, names);
    }
  }
}

// Secrets whose values some resource needs. Only deferred texts hold references.
std::set<std::string> used_secrets(const Desired& desired)
{
  std::set<std::string> names;
  for (const auto& resource : desired.resources) {
    for (const auto& path : resource.deferred) {
      const nlohmann::json::json_pointer place(path);
      if (resource.document.contains(place)) {
        collect_secret_names(resource.document.at(place), names);
      }
    }
  }
  return names;
}

bool differs(const plan::Plan& plan, const std::set<Address>& drifted, const Address& address)
{
  const auto* const change = plan.find(address);
  return change == nullptr || !change->fields.empty() || change->is_difference() || drifted.contains(address);
}

// Places that what is planned here shares with other environments. With targets, only those of the targets.
Diagnostics warn_of_same_places(const Workspace& workspace, const plan::Plan& plan,
                                std::vector<compare::EnvironmentPlaces> environments)
{
  constexpr std::size_t k_most = 10; // a plan is about changes; `compare` shows all
  const auto& name = workspace.desired.environment.name;
  const EndsAtOnce computing;
  for (auto& environment : environments) {
    if (environment.environment.name == name) {
      std::erase_if(environment.places,
                    [&](const compare::UsedPlace& place) { return plan.find(place.address) == nullptr; });
    }
  }
  const auto& files = *workspace.project.files;
  return compare::same_place_warnings(compare::same_places(environments, files), {name}, files, k_most);
}

// What this plan or an earlier one saw of resources that have a record, later than the state did, for the next plan.
void keep_observations(const Workspace& workspace, const StateData& state, const Planned& planned,
                       const CommandContext& context)
{
  if (state.lineage.empty()) {
    return; // nothing was ever applied here
  }
  std::set<Address> drifted;
  for (const auto& drift : planned.plan.drift) {
    drifted.insert(drift.address);
  }
  const plan::LiveTree tree(planned.survey.inventory);
  state::Observations observations;
  for (const auto& resource : workspace.desired.resources) {
    const auto record = state.records.find(resource.address);
    const auto id = planned.plan.bindings.ids.find(resource.address);
    if (record == state.records.end() || id == planned.plan.bindings.ids.end() || record->second.id != id->second) {
      continue;
    }
    const auto* const live = planned.survey.inventory.find(resource.type, id->second);
    const bool planned_here = planned.plan.find(resource.address) != nullptr;
    const bool read_here = live != nullptr && planned_here && live->read_alone;
    if (!read_here && !record->second.looked_since) {
      continue;
    }
    auto seen = live != nullptr && planned_here
                    ? plan::observe(resource, *live, record->second, planned.survey.inventory.server_time,
                                    differs(planned.plan, drifted, resource.address))
                    : record->second;
    if (live != nullptr && planned_here && resource.type == ResourceKind::source) {
      seen.observed_sets = plan::ids_of(tree.detected_sets(live->id));
    }
    observations.emplace_hint(observations.end(), resource.address, static_cast<Observation&&>(seen));
  }
  if (const auto problem =
          state::save_observed(state_place(workspace, context).folder(), state.lineage, observations)) {
    context.console.news(
        fmt::format("What this run saw is not remembered for the next one, which reads it again: {}", *problem));
  }
}

} // namespace

std::unique_ptr<Service> open_service(const Workspace& workspace, const CommandContext& context, AccountAccess access)
{
  const auto place =
      setting_place(workspace.rendered.environment_document, *workspace.project.files, {"spec", "nexla", "url"});
  return open_service(workspace.project, workspace.desired.environment, place, context, access);
}

StateData load_state(const Workspace& workspace, const CommandContext& context, bool stateless)
{
  return stateless ? StateData{} : read_state(state_place(workspace, context), context.console);
}

namespace {

// Those that have a value here; why the others have none is added to `problems`.
std::map<std::string, Secret> find_secrets(const Workspace& workspace, const CommandContext& context,
                                           Diagnostics& problems)
{
  std::map<std::string, Secret> values;
  const auto& sources = workspace.desired.environment.secrets;
  for (const auto& name : used_secrets(workspace.desired)) {
    const auto source = sources.find(name);
    if (source == sources.end()) {
      continue; // an error of the specs, reported when they were loaded
    }
    auto value =
        nexla::resolve_secret(name, source->second, key_sources(workspace.project, context), *workspace.project.files);
    if (value) {
      values.emplace(name, std::move(value).value());
    } else {
      problems.add(value.error());
    }
  }
  return values;
}

} // namespace

std::map<std::string, Secret> resolve_secrets(const Workspace& workspace, const CommandContext& context, bool required)
{
  Diagnostics problems;
  auto values = find_secrets(workspace, context, problems);
  if (required && problems.has_errors()) {
    throw Rejected(std::move(problems));
  }
  return values;
}

Diagnostics missing_secrets(const Workspace& workspace, const CommandContext& context)
{
  Diagnostics problems;
  static_cast<void>(find_secrets(workspace, context, problems));
  return problems;
}

std::map<std::string, Secret> known_secrets(const spec::Project& project, const Environment& environment,
                                            const CommandContext& context)
{
  std::map<std::string, Secret> values;
  for (const auto& [name, source] : environment.secrets) {
    auto value = nexla::resolve_secret(name, source, key_sources(project, context), *project.files);
    if (value) {
      values.emplace(name, std::move(value).value());
    }
  }
  return values;
}

std::vector<compare::EnvironmentPlaces> places_beside(const Workspace& workspace, const CommandContext& context)
{
  const EndsAtOnce computing;
  auto environments = desired::places_of_others(workspace.project, {workspace.desired.environment.name},
                                                process_environment(context.around));
  environments.push_back(compare::used_places(workspace.rendered));
  return environments;
}

Planned make_plan(const Workspace& workspace, nexla::Api& api, const StateData& state,
                  const std::map<std::string, Secret>& secrets, PlanningOptions options, const CommandContext& context)
{
  const auto& environment = workspace.desired.environment;
  Planned result;
  result.survey =
      value_or_fail(exec::survey(api, workspace.desired, state,
                                 {options.full_refresh ? exec::RefreshMode::full : exec::RefreshMode::automatic,
                                  context.global.targets},
                                 context.around.clock, context.around.stop),
                    fmt::format("the account of {} could not be read", environment.name));
  plan::PlanRequest wanted;
  wanted.targets = context.global.targets;
  wanted.prune = options.prune;
  wanted.rebind = options.rebind;
  wanted.secrets = secrets;
  {
    const EndsAtOnce computing;
    result.plan = plan::make_plan(workspace.desired, result.survey.inventory, state, result.survey.identity, wanted);
  }
  result.plan.diagnostics.append(warn_of_same_places(workspace, result.plan, std::move(options.beside)));
  result.plan.diagnostics.append(plan::check_credential_types(workspace.desired, result.survey.inventory, result.plan));
  const auto before = api.requests();
  if (!result.plan.drift.empty()) {
    const auto applied = parse_timestamp(state.applied_at);
    result.plan.touches =
        exec::last_touches(api, result.plan, applied.value_or(WallTime{}),
                           static_cast<std::size_t>(std::max(1, environment.limits.parallelism)), context.around.stop);
  }
  const auto asked = api.requests() - before;
  result.plan.time = context.around.clock.now();
  result.plan.commit = workspace.commit;
  result.plan.requests.used = result.survey.requests + asked;
  auto habits = state.facts;
  habits.insert(result.survey.habits.begin(), result.survey.habits.end());
  result.plan.requests.needed = exec::forecast(workspace.desired, result.plan, result.survey.inventory, habits);
  result.plan.refresh = result.survey.refresh;
  keep_observations(workspace, state, result, context);
  return result;
}

ExitCode exit_of(const plan::Plan& plan)
{
  const bool whole = plan.blocked.empty() && plan.incomplete.empty();
  if (plan.diagnostics.has_errors()) {
    return plan.has_differences() ? ExitCode::partial : plan.diagnostics.exit_code();
  }
  return whole ? ExitCode::ok : ExitCode::partial;
}

} // namespace flowsync::usecase
