#include "plan/changes.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/habits.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/compare.hpp"
#include "plan/fields.hpp"
#include "plan/parts.hpp"
#include "plan/place.hpp"
#include "plan/planned.hpp"
#include "plan/pointer.hpp"
#include "plan/projects.hpp"
#include "plan/recorded.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

using Verdict = Binding::Verdict;
using nlohmann::json;

Situation::Mark mark_of(const Binding& binding)
{
  return binding.mark_absent     ? Situation::Mark::absent
         : binding.mark_outdated ? Situation::Mark::outdated
                                 : Situation::Mark::right;
}

} // namespace

ChangeMaker::ChangeMaker(const BindingInput& input, const std::map<Address, Binding>& bindings,
                         const std::map<std::string, Secret>& secrets, Plan& plan)
    : m_desired(input.desired),
      m_inventory(input.inventory),
      m_tree(input.tree),
      m_state(input.state),
      m_bindings(bindings),
      m_plan(plan),
      m_resolve(make_resolver(plan.bindings, secrets))
{
  for (const auto& resource : m_desired.resources) {
    if (const auto& binding = bindings.at(resource.address); binding.verdict == Verdict::bound) {
      m_owned.emplace(LiveKey{resource.type, binding.id}, resource.address);
    }
  }
}

std::optional<ResourceChange> ChangeMaker::make(const DesiredResource& desired)
{
  const auto& binding = m_bindings.at(desired.address);
  const bool no_credential =
      !desired.credential_alias.empty() && !m_plan.bindings.credentials.contains(desired.credential_alias);
  const bool no_project = joins_unknown_project(desired, m_plan.bindings);
  const bool parent_blocked = (desired.parent && m_plan.blocked.contains(*desired.parent)) ||
                              (!desired.parent_name.empty() && !m_plan.bindings.nexsets.contains(desired.parent_name));
  const bool nobody = !knows_teams(desired, m_plan.bindings.teams) || !knows_users(desired, m_inventory) ||
                      !knows_channels(desired, m_inventory) || !can_be_triggered(desired, m_inventory);
  if (binding.verdict == Verdict::blocked || binding.left_alone || no_credential || no_project || nobody ||
      parent_blocked) {
    m_plan.blocked.insert(desired.address);
    if (binding.unproved && !binding.left_alone) {
      m_plan.incomplete.push_back(fmt::format(
          "{} is not created: it could not be proved that it does not exist already", desired.address.text()));
    }
    return std::nullopt;
  }
  auto change = binding.verdict == Verdict::bound ? bound_resource(desired, binding) : new_resource(desired, binding);
  change.address = desired.address;
  change.type = desired.type;
  if (change.name.empty()) {
    change.name = desired.name;
  }
  if (change.waiting) {
    m_waiting.emplace(desired.address, change.waiting_for);
    m_plan.waiting.push_back({desired.address, change.waiting_for});
  }
  if (change.action == Action::create || change.action == Action::replace) {
    m_new.insert(desired.address);
  }
  if (change.action == Action::replace) {
    m_replaced.insert(desired.address);
  }
  std::sort(change.fields.begin(), change.fields.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  if (change.is_difference()) {
    const bool stays = change.action == Action::update;
    change.planned =
        planned_document(desired, m_plan.bindings, stays ? m_inventory.find(desired.type, binding.id) : nullptr,
                         stays ? record_of(m_state, desired.address, binding) : nullptr, change.fields);
  }
  return change;
}

// Why what hangs from a source cannot come into being until people or data act; "" when nothing is in the way.
std::string ChangeMaker::why_waiting(const DesiredResource& desired) const
{
  if (!desired.parent) {
    return {};
  }
  if (const auto waiting = m_waiting.find(*desired.parent); waiting != m_waiting.end()) {
    return waiting->second;
  }
  const auto* const parent = m_desired.find(*desired.parent);
  if (!desired.detected || parent == nullptr) {
    return {};
  }
  const auto& source = *parent;
  const auto& binding = m_bindings.at(source.address);
  const auto* const live = binding.verdict == Verdict::bound ? m_inventory.find(source.type, binding.id) : nullptr;
  const bool left_stopped =
      source.state == RunState::unmanaged && live != nullptr && running(live->status) == Running::no;
  if (source.state == RunState::paused || left_stopped) {
    return fmt::format("{} is paused", source.address.text());
  }
  if (source.waits_for_data) {
    return fmt::format("{} has not been sent any data yet", source.address.text());
  }
  return {};
}

ResourceChange ChangeMaker::new_resource(const DesiredResource& desired, const Binding& binding)
{
  ResourceChange change;
  change.waiting_for = why_waiting(desired);
  change.waiting = !change.waiting_for.empty();
  const bool awaited = binding.verdict == Verdict::awaited;
  change.action = awaited ? Action::read : change.waiting ? Action::no_op : Action::create;
  change.reason = awaited ? Reason("awaiting_detection") : change.waiting ? Reason() : Reason("not_found");
  if (change.waiting) {
    return change;
  }
  const auto add_at = [&](const std::string& path, FieldClass field_class, std::optional<json> after) {
    FieldChange created;
    created.path = path;
    created.after_unknown = !after.has_value();
    created.sensitive = desired.sensitive.contains(path);
    created.after = created.sensitive && after ? json(k_sensitive_text) : std::move(after);
    created.cause = Cause::spec;
    created.field_class = field_class;
    if (const auto* const origin = desired.origins.find(path)) {
      created.origin = *origin;
    }
    change.fields.push_back(std::move(created));
  };
  const auto add = [&](const std::string& field, std::optional<json> after) {
    add_at(pointer_below("", field), field_facts(field).change, std::move(after));
  };
  // Of what Nexla is yet to detect too: apply waits for it, and then writes what the specs say of it.
  // Config objects key by key, since each key has a place of its own.
  const auto add_config = [&](const std::string& path, const json& value, const auto& self) -> void {
    if (!value.is_object() || value.empty() || desired.sensitive.contains(path)) {
      add_at(path, field_facts(first_segment(path)).change, value);
      return;
    }
    for (const auto& [key, item] : value.items()) {
      self(pointer_below(path, key), item, self);
    }
  };
  const auto full = full_document(desired, m_plan.bindings);
  for (const auto& [field, value] : full.items()) {
    if (field_facts(field).comparison == FieldComparison::config) {
      add_config(pointer_below("", field), value, add_config);
    } else {
      add(field, value);
    }
  }
  if (const std::string parent(facts(desired.type).parent_id);
      !awaited && desired.parent && !parent.empty() && !full.contains(parent)) {
    add(parent, std::nullopt);
  }
  if (desired.joins_project()) {
    const auto project = joined_project(desired, m_plan.bindings);
    add(std::string(k_project_field), project ? std::optional<json>(*project) : std::nullopt);
  }
  trigger_changes(desired, change);
  // What Nexla detects runs by itself as its source does.
  if (!has_status(desired.type) || (awaited && desired.state != RunState::paused)) {
    return change;
  }
  add(std::string(k_status_field), desired.state == RunState::paused ? "PAUSED" : "ACTIVE");
  return change;
}

std::optional<FieldChange> ChangeMaker::status_change(const DesiredResource& desired, const LiveResource& live,
                                                      const Record* record)
{
  if (has_failed(live.status)) {
    m_plan.diagnostics.warning("failed-status",
                               fmt::format("{} ({} {} \"{}\") has the status {} in Nexla", desired.address.text(),
                                           type_name(live.type), live.id, printable(live.name), printable(live.status)),
                               location(desired.defined_at), "Nexla's page of it shows why; fix the cause first");
  }
  if (is_throttled(live.status)) {
    m_plan.diagnostics.warning(
        "throttled-status",
        fmt::format("{} ({} {} \"{}\") has the status {} in Nexla: it runs, with less than comes in",
                    desired.address.text(), type_name(live.type), live.id, printable(live.name),
                    printable(live.status)),
        location(desired.defined_at), "the limits of the account, or of its credential, decide that");
  }
  const auto path = pointer_below("", k_status_field);
  const auto* const applied = record != nullptr ? member(&record->applied, std::string(k_status_field)) : nullptr;
  // `paused` of the environment stopped it, or it was created, and the run ended before it was started.
  const bool resumed = applied != nullptr && *applied == k_suspended && desired.state != RunState::paused;
  const bool unstarted = resumed || (record != nullptr && record->applied.is_object() && applied == nullptr &&
                                     has_status(desired.type) && desired.state != RunState::paused);
  const bool left = desired.state == RunState::unmanaged || live.status.empty() || desired.ignored.contains(path);
  if (left && !unstarted) {
    return std::nullopt;
  }
  const auto now = running(live.status);
  if (now == Running::unknown && !live.status.empty()) {
    m_plan.diagnostics.warning(
        "unknown-status",
        fmt::format("{} has the status \"{}\", which flowsync does not know; its status is left alone",
                    desired.address.text(), printable(live.status)),
        location(desired.defined_at));
    return std::nullopt;
  }
  const bool wanted = desired.state != RunState::paused;
  if (wanted == (now == Running::yes)) {
    return std::nullopt;
  }
  FieldChange change;
  change.path = path;
  change.before = live.status.empty() ? std::nullopt : std::optional<json>(live.status);
  change.after = wanted ? "ACTIVE" : "PAUSED";
  change.field_class = FieldClass::status;
  if (const auto* const origin = desired.origins.find(change.path)) {
    change.origin = *origin;
  }
  const bool as_applied =
      applied != nullptr && (wanted ? *applied == "active" : *applied == "paused" || *applied == k_suspended);
  change.cause = unstarted            ? Cause::spec
                 : applied == nullptr ? Cause::unknown
                 : as_applied         ? Cause::drift
                                      : Cause::spec;
  change.suspension = resumed || (desired.suspended && change.cause != Cause::drift);
  return change;
}

std::optional<FieldChange> ChangeMaker::project_change(const DesiredResource& desired, const LiveResource& live,
                                                       const Record* record) const
{
  if (!desired.joins_project()) {
    return std::nullopt;
  }
  const auto wanted = joined_project(desired, m_plan.bindings); // nothing: this very plan makes it
  const auto project = std::find_if(m_inventory.projects.begin(), m_inventory.projects.end(),
                                    [&](const auto& p) { return p.id == wanted; });
  const bool member_already =
      wanted && (live.project_id == wanted || (project != m_inventory.projects.end() && project->holds(live)));
  if (member_already) {
    return std::nullopt;
  }
  FieldChange change;
  change.path = pointer_below("", k_project_field);
  change.before = live.project_id ? std::optional<json>(*live.project_id) : std::nullopt;
  change.after = wanted ? std::optional<json>(*wanted) : std::nullopt;
  change.after_unknown = !wanted;
  change.field_class = FieldClass::cosmetic;
  const auto* const applied = record != nullptr ? member(&record->applied, std::string(k_project_field)) : nullptr;
  change.cause = wanted && applied != nullptr && *applied == *wanted ? Cause::drift : Cause::spec;
  if (const auto* const origin = desired.origins.find(change.path)) {
    change.origin = *origin;
  }
  return change;
}

// A parent that this very plan makes anew has no id yet.
void ChangeMaker::parent_change(const DesiredResource& desired, ResourceChange& change) const
{
  const std::string field(facts(desired.type).parent_id);
  if (field.empty() || desired.detected || !desired.parent || !m_new.contains(*desired.parent)) {
    return;
  }
  const auto path = pointer_below("", field);
  std::erase_if(change.fields, [&](const FieldChange& known) { return known.path == path; });
  FieldChange moved;
  moved.path = path;
  moved.after_unknown = true;
  moved.cause = Cause::spec;
  moved.field_class = field_facts(field).change;
  if (const auto* const origin = desired.origins.find(path)) {
    moved.origin = *origin;
  }
  change.fields.push_back(std::move(moved));
}

// A trigger goes with what it waits for, and cannot be set before that is there.
void ChangeMaker::trigger_changes(const DesiredResource& desired, ResourceChange& change) const
{
  for (const auto& address : triggered_by(desired)) {
    const auto path = pointer_below(pointer_below("", k_triggers_part), address.text());
    const auto is_it = [&](const FieldChange& field) { return field.path == path; };
    if (m_waiting.contains(address)) {
      std::erase_if(change.fields, is_it);
    } else if (m_replaced.contains(address) && std::none_of(change.fields.begin(), change.fields.end(), is_it)) {
      FieldChange again;
      again.path = path;
      again.after = desired.document.at(std::string(k_triggers_part)).at(address.text());
      again.cause = Cause::spec;
      again.field_class = FieldClass::cosmetic;
      if (const auto* const origin = desired.origins.find(path)) {
        again.origin = *origin;
      }
      change.fields.push_back(std::move(again));
    }
  }
}

void ChangeMaker::note_affected(const std::vector<const LiveResource*>& touched, ResourceChange& change) const
{
  for (const auto* const live : touched) {
    const auto owner = m_owned.find({live->type, live->id});
    change.affects.push_back(
        {live->type, live->id, live->name, owner != m_owned.end() ? std::optional(owner->second) : std::nullopt});
  }
  std::sort(change.affects.begin(), change.affects.end(),
            [](const Affected& a, const Affected& b) { return std::pair(a.type, a.id) < std::pair(b.type, b.id); });
}

Situation ChangeMaker::situation_of(const DesiredResource& desired, const Binding& binding, const LiveResource& live,
                                    const std::vector<FieldChange>& fields) const
{
  const auto* const record = record_of(m_state, desired.address, binding);
  Situation now;
  now.fields = demands_of(fields);
  now.source = desired.type == ResourceKind::source;
  now.detected = desired.detected;
  now.running = running(live.status);
  now.wanted_paused = desired.state == RunState::paused;
  now.parent_new = desired.parent && m_new.contains(*desired.parent);
  now.parent_replaced = desired.parent && m_replaced.contains(*desired.parent);
  now.needs_replace = record != nullptr && record->needs_replace;
  now.strict = m_state.facts.contains(std::string(habit::k_strict_pause));
  now.mark = mark_of(binding);
  now.mark_waits = record != nullptr && record->mark_pending;
  now.moved = binding.previous_address.has_value();
  now.adopting = binding.adopting;
  return now;
}

ResourceChange ChangeMaker::bound_resource(const DesiredResource& desired, const Binding& binding)
{
  const auto& live = *m_inventory.find(desired.type, binding.id);
  const auto* const record = record_of(m_state, desired.address, binding);
  ResourceChange change;
  change.id = binding.id;
  change.name = desired.detected && !desired.document.contains("name") ? live.name : desired.name;
  change.previous_address = binding.previous_address;
  change.adopting = binding.adopting;

  auto found = compare(desired, full_document(desired, m_plan.bindings), record, live, m_resolve);
  change.fields = std::move(found.changes);
  change.unverified = std::move(found.unverified);
  note_withheld(desired, live, m_plan.diagnostics);
  note_irremovable(desired, found.irremovable, m_plan.diagnostics);
  parent_change(desired, change);
  trigger_changes(desired, change);
  if (auto status = status_change(desired, live, record)) {
    change.fields.push_back(std::move(*status));
  }
  if (auto project = project_change(desired, live, record)) {
    change.fields.push_back(std::move(*project));
  }

  const auto decision = decide(situation_of(desired, binding, live, change.fields));
  change.action = decision.action;
  change.reason = decision.reason;
  change.write_mark = decision.write_mark;
  change.restarts = decision.restarts;
  change.re_ingests = decision.re_ingests;
  if (decision.reach == Reach::below) {
    note_affected(m_tree.below(desired.type, binding.id), change);
  } else if (decision.reach == Reach::users) {
    std::vector<const LiveResource*> users;
    for (const auto id : sets_using(live)) {
      if (const auto* const set = m_inventory.find(ResourceKind::nexset, id)) {
        users.push_back(set);
      }
    }
    note_affected(users, change);
  }
  note_drift(desired, live, binding, change, std::move(found.outside));
  return change;
}

} // namespace flowsync::plan
