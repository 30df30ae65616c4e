#include "plan/planner.hpp"

#include "model/parts.hpp"
#include "plan/actions.hpp"
#include "plan/binding.hpp"
#include "plan/changes.hpp"
#include "plan/credentials.hpp"
#include "plan/deciding_variables.hpp"
#include "plan/deletions.hpp"
#include "plan/fields.hpp"
#include "plan/hanging.hpp"
#include "plan/mark_to_write.hpp"
#include "plan/parts.hpp"
#include "plan/projects.hpp"
#include "plan/recorded.hpp"
#include "plan/removed.hpp"
#include "plan/renames.hpp"
#include "plan/shared_nexsets.hpp"
#include "plan/structure.hpp"
#include "plan/targets.hpp"
#include "plan/unset_secrets.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

// Aliases that the targets, and what they hang from, ask for.
std::set<std::string> used_aliases(const Desired& desired, const Targets& targets)
{
  std::set<std::string> used;
  std::set<Address> wanted;
  const auto ordered = parents_first(desired);
  for (auto next = ordered.rbegin(); next != ordered.rend();
       ++next) { // children first, so that they ask for their parents
    const auto& resource = **next;
    if (!wanted.contains(resource.address) && !is_targeted(targets, resource.address, resource.labels)) {
      continue;
    }
    if (resource.parent) {
      wanted.insert(*resource.parent);
    }
    if (!resource.credential_alias.empty()) {
      used.insert(resource.credential_alias);
    }
    for (const auto& need : resource.depends_on) {
      wanted.insert(need);
      if (need.kind == ResourceKind::credential) {
        used.insert(need.key);
      }
    }
  }
  return used;
}

// Recorded resources that somebody deleted.
void add_gone(const Desired& desired, const Inventory& inventory, const StateData& state, Plan& plan)
{
  for (const auto& resource : desired.resources) {
    const auto record = state.records.find(resource.address);
    if (record == state.records.end() || plan.bindings.ids.contains(resource.address)) {
      continue;
    }
    const auto missing = inventory.missing.find({record->second.type, record->second.id});
    if (missing != inventory.missing.end() && missing->second == Inventory::Missing::absent) {
      plan.drift.push_back({resource.address, resource.type, resource.name, record->second.id, true, {}, {}});
    }
  }
}

// What of a change must come first: changes of its ancestors and of what its references name.
void add_dependencies(const Desired& desired, Plan& plan)
{
  for (auto& change : plan.changes) {
    const auto* const resource = desired.find(change.address);
    if (resource == nullptr) {
      continue;
    }
    std::set<Address> first;
    const auto note = [&](const Address& address) {
      const auto* const other = plan.find(address);
      if (other != nullptr && (other->is_difference() || other->action == Action::read)) {
        first.insert(address);
      }
    };
    for (const auto& need : resource->depends_on) {
      note(need);
    }
    for (auto parent = resource->parent; parent;) {
      note(*parent);
      const auto* const next = desired.find(*parent);
      parent = next != nullptr ? next->parent : std::nullopt;
    }
    change.depends_on.assign(first.begin(), first.end());
  }
}

Summary summarize(const Plan& plan)
{
  Summary summary;
  for (const auto& change : plan.changes) {
    summary.adopt += change.adopting ? 1U : 0U;
    summary.move +=
        change.reason == Reason("moved") || (change.previous_address && change.action == Action::update) ? 1U : 0U;
    switch (change.action) {
    case Action::create:
      ++summary.create;
      break;
    case Action::update:
      ++summary.update;
      break;
    case Action::replace:
      ++summary.replace;
      break;
    case Action::remove:
      ++summary.remove;
      break;
    case Action::no_op:
    case Action::forget:
      summary.no_op += change.waiting ? 0U : 1U;
      break;
    case Action::read:
      break;
    }
  }
  summary.drifted = static_cast<std::size_t>(
      std::count_if(plan.drift.begin(), plan.drift.end(), [](const ResourceDrift& drift) { return drift.is_owned(); }));
  summary.waiting = plan.waiting.size();
  return summary;
}

} // namespace

Plan make_plan(const Desired& desired, const Inventory& inventory, const StateData& state, const Identity& identity,
               const PlanRequest& options)
{
  Plan plan;
  plan.project = desired.project;
  plan.environment = desired.environment.name;
  plan.identity = identity;
  plan.digest = desired.digest;
  plan.prune = options.prune;
  plan.wanted_count = desired.resources.size();
  plan.bindings.credentials =
      resolve_credentials(desired, used_aliases(desired, options.targets), inventory.credentials, plan.diagnostics);
  plan.bindings.projects = resolve_projects(desired, inventory.projects, plan.diagnostics);
  plan.bindings.teams = resolve_people(desired, inventory, plan.diagnostics);
  plan.bindings.nexsets = resolve_nexsets(desired, inventory, plan.diagnostics);

  const LiveTree tree(inventory);
  const MarkIndex marks(desired, inventory, plan.diagnostics);
  const BindingInput input{desired, inventory, tree, state, identity, options.rebind};
  const Moves moves(desired);
  auto bindings = bind_all(input, marks, plan.diagnostics);
  block_long_marks(input, moves, bindings, plan.diagnostics);
  for (const auto& [address, binding] : bindings) {
    if (binding.verdict == Binding::Verdict::bound) {
      plan.bindings.ids.emplace_hint(plan.bindings.ids.end(), address, binding.id);
      // One that stands in for the recorded resource has its history, too.
      const auto* const record = record_of(state, address, binding);
      const auto former = state.records.find(address);
      const bool stands_in = former != state.records.end() && !former->second.applied.is_null();
      const bool has_history = stands_in || (record != nullptr && !record->applied.is_null());
      plan.without_history += has_history || binding.mark_absent ? 0U : 1U;
    }
  }
  if (plan.without_history > 0) {
    auto& note = plan.diagnostics.add({});
    note.severity = Severity::note;
    note.code = "no-history";
    note.exit = ExitCode::ok;
    note.message = fmt::format(
        "{} found by {} mark, without a record of what was applied last: keys removed from the specs since "
        "then cannot be seen",
        plan.without_history == 1 ? "1 resource was" : fmt::format("{} resources were", plan.without_history),
        plan.without_history == 1 ? "its" : "their");
  }

  ChangeMaker maker(input, bindings, options.secrets, plan);
  plan.changes.reserve(desired.resources.size());
  for (const auto* const resource : parents_first(desired)) {
    if (auto change = maker.make(*resource)) {
      plan.changes.push_back(std::move(*change));
    }
  }
  auto removed = removed_resources(input, marks, moves, options.prune, plan.diagnostics);
  guard_renames(input, moves, removed, plan);
  block_dependents(desired, plan);
  std::move(removed.begin(), removed.end(), std::back_inserter(plan.changes));
  add_gone(desired, inventory, state, plan);

  const auto by_address = [](const auto& a, const auto& b) { return a.address < b.address; };
  std::sort(plan.changes.begin(), plan.changes.end(), by_address);
  std::sort(plan.drift.begin(), plan.drift.end(), by_address);
  std::sort(plan.waiting.begin(), plan.waiting.end(), by_address);
  keep_targets(options.targets, desired, plan);
  guard_deletions(input, marks, plan);
  note_left_flows(inventory, plan);
  note_unset_secrets(desired, options.secrets, plan);
  add_dependencies(desired, plan);
  note_structure(desired, inventory, plan);
  name_credentials(desired, inventory.credentials, plan);
  for (auto& change : plan.changes) {
    for (auto& field : change.fields) {
      field.by_variable = can_decide(field, desired.environment.variables);
    }
  }
  plan.hanging = hanging_below(input, marks, plan.bindings);
  if (!plan.incomplete.empty()) {
    plan.incomplete.insert(plan.incomplete.end(), inventory.doubts.begin(), inventory.doubts.end());
  }
  plan.summary = summarize(plan);
  plan.requests.per_second = desired.environment.limits.requests_per_second;
  for (auto& change : plan.changes) {
    const auto* const resource = acts(change) ? desired.find(change.address) : nullptr;
    if (resource != nullptr) {
      change.document_digest = document_digest(*resource);
      change.spec_fields = change.action == Action::update ? count_spec_fields(*resource) : 0;
    }
  }
  plan.actions_digest = actions_digest(plan);
  plan.diagnostics.sort();
  return plan;
}

} // namespace flowsync::plan
