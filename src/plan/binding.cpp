#include "plan/binding.hpp"

#include "base/printable.hpp"
#include "plan/duplicates.hpp"
#include "plan/elsewhere.hpp"
#include "plan/former_names.hpp"
#include "plan/look_alikes.hpp"
#include "plan/place.hpp"
#include "plan/recorded.hpp"
#include "plan/selector.hpp"
#include "plan/shared_nexsets.hpp"
#include "plan/unreadable_records.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::plan {

namespace {

using Verdict = Binding::Verdict;

class Binder
{
public:
  Binder(const BindingInput& input, const MarkIndex& marks, Diagnostics& diagnostics)
      : m_input(input),
        m_marks(marks),
        m_diagnostics(diagnostics),
        m_moves(input.desired),
        m_duplicates(input, marks, m_moves),
        m_former(former_names(input, marks, m_moves))
  {
  }

  void bind(const DesiredResource& desired)
  {
    Binding binding;
    if (m_duplicates.all().contains(desired.address)) {
      m_duplicates.report(desired.address, location(desired.defined_at), m_diagnostics);
    } else if (!m_duplicates.is_held(desired.address)) {
      binding = by_table(desired);
      binding.left_alone = m_duplicates.leave_alone(desired.address);
    }
    keep(desired, std::move(binding));
  }

  std::map<Address, Binding> take() &&
  {
    m_unreadable.report(m_diagnostics);
    return std::move(m_bindings);
  }

private:
  Binding by_table(const DesiredResource& desired)
  {
    for (const auto& row :
         {&Binder::by_record, &Binder::by_mark, &Binder::by_adopt_entry, &Binder::by_selector, &Binder::look_alike}) {
      if (const auto binding = (this->*row)(desired)) {
        return *binding;
      }
    }
    return absent(desired);
  }

  void keep(const DesiredResource& desired, Binding binding)
  {
    if (desired.detected && binding.verdict == Verdict::bound) {
      m_detected_taken.emplace(binding.id, desired.address);
    }
    m_bindings.insert_or_assign(desired.address, std::move(binding));
  }

  std::string token_of(const LiveResource& live) const { return m_marks.read(live).mark.token(k_past_token); }

  // Whether what is known by that address belongs to this one, entries followed.
  bool belongs(const DesiredResource& desired, const Address& known_as, const std::string& token) const
  {
    return m_moves.now(known_as, token) == desired.address;
  }

  // The address itself, and those that `moved:` entries lead here from.
  std::vector<Address> names_of(const DesiredResource& desired) const
  {
    std::vector<Address> names{desired.address};
    if (const auto former = m_former.find(desired.address); former != m_former.end()) {
      names.insert(names.end(), former->second.begin(), former->second.end());
    }
    return names;
  }

  Binding bound(const DesiredResource& desired, const LiveResource& live, const Address& known_as) const
  {
    Binding binding;
    binding.verdict = Verdict::bound;
    binding.id = live.id;
    const auto seen = m_marks.read(live);
    binding.mark_absent = !seen.is_own(); // a copy's mark is that of its original
    const auto token = seen.mark.token(k_past_token);
    binding.mark_outdated = !binding.mark_absent && !token.empty() && token != m_moves.token(desired.address);
    if (known_as != desired.address) {
      binding.previous_address = known_as;
    } else if (!binding.mark_absent && (seen.mark.address != desired.address || seen.former_environment)) {
      binding.previous_address = seen.mark.address;
    }
    return binding;
  }

  Binding refuse(const DesiredResource& desired, DiagnosticCode code, std::string message, std::string hint,
                 ExitCode exit = ExitCode::refused)
  {
    m_diagnostics.error(code, std::move(message), location(desired.defined_at), std::move(hint)).exit = exit;
    return {};
  }

  // Rows 1 to 4.
  std::optional<Binding> by_record(const DesiredResource& desired)
  {
    for (const auto& name : names_of(desired)) {
      const auto record = m_input.state.records.find(name);
      if (record == m_input.state.records.end() || record->second.type != desired.type) {
        continue;
      }
      const auto id = record->second.id;
      const auto* const live = m_input.inventory.find(desired.type, id);
      if (live == nullptr) {
        const auto missing = m_input.inventory.missing.find({desired.type, id});
        if (missing != m_input.inventory.missing.end() && missing->second == Inventory::Missing::absent) {
          if (desired.detected && !may_choose_again(desired, id)) {
            return lost_detected(desired, id);
          }
          continue;
        }
        m_unreadable.add(desired, id);
        return Binding{};
      }
      const auto seen = m_marks.read(*live);
      if (seen.is_of_others()) {
        return refuse(desired, "foreign-mark",
                      fmt::format("{} is recorded as {} {}, but that belongs to {}/{} {}", desired.address.text(),
                                  type_name(desired.type), id, seen.mark.project, seen.mark.environment,
                                  seen.mark.address.text()),
                      fmt::format("if this is wrong, `flowsync state rm {}`", desired.address.text()));
      }
      const bool unmarked = seen.says_nothing();
      if (unmarked ? belongs(desired, name, record->second.moved_past)
                   : belongs(desired, seen.mark.address, seen.mark.token(k_past_token))) {
        if (auto refused =
                seen.kind == SeenMark::Kind::none ? not_ours(desired, record->second, *live) : std::nullopt) {
          return refused;
        }
        return bound(desired, *live, name);
      }
    }
    return std::nullopt;
  }

  // Ids alone prove nothing where the account's data may have been replaced. An `adopt` entry is somebody's word.
  std::optional<Binding> not_ours(const DesiredResource& desired, const Record& record, const LiveResource& live)
  {
    const auto& adopt = m_input.desired.environment.adopt;
    const auto entry = adopt.find(desired.address);
    std::optional<ResourceId> source;
    if (const auto known = m_input.state.records.find({Role::source, record.address.flow, ""});
        desired.detected && known != m_input.state.records.end()) {
      const auto* const bound_to = parent_binding(desired);
      const bool moved = bound_to != nullptr && bound_to->verdict == Verdict::bound && bound_to->id == live.source_id;
      source = moved ? live.source_id : std::optional(known->second.id);
    }
    const auto why = why_not_the_recorded(record, live, desired.detected, source);
    if (why.empty() || (entry != adopt.end() && entry->second.id == live.id)) {
      return std::nullopt;
    }
    return refuse(
        desired, "not-ours",
        fmt::format("{} is recorded as {} {}, but what has this id now carries no mark and {}", desired.address.text(),
                    type_name(desired.type), live.id, why),
        fmt::format("if it is the same one all the same, say `adopt: {{{0}: {1}}}` in the environment's file; "
                    "if it is another one, `flowsync state rm {0}`, and the next apply makes it anew",
                    desired.address.text(), live.id));
  }

  // A bound set that is gone is replaced by another one only when somebody says so.
  bool may_choose_again(const DesiredResource& desired, ResourceId lost) const
  {
    const auto& adopt = m_input.desired.environment.adopt;
    const auto entry = adopt.find(desired.address);
    return m_input.rebind || (entry != adopt.end() && entry->second.id != lost) || source_is_new(desired);
  }

  // The set went with its source, or went first when that is being replaced: what the new source yields is chosen from
  // anew.
  bool source_is_new(const DesiredResource& desired) const
  {
    const auto* const source = parent_binding(desired);
    if (source == nullptr || !desired.parent) {
      return false;
    }
    const auto record = m_input.state.records.find(*desired.parent);
    const auto* const wanted = m_input.desired.find(*desired.parent);
    const auto* const live = m_input.inventory.find(ResourceType::data_source, source->id);
    const bool replaced = source->verdict == Verdict::bound && live != nullptr && wanted != nullptr &&
                          wanted->document.value("source_type", live->kind) != live->kind;
    return replaced || source->verdict == Verdict::create ||
           (source->verdict == Verdict::bound && record != m_input.state.records.end() &&
            record->second.id != source->id);
  }

  Binding lost_detected(const DesiredResource& desired, ResourceId id)
  {
    return refuse(
        desired, "lost-detected",
        fmt::format("the detected set {} that {} was bound to is gone", id, desired.address.text()),
        fmt::format("`--rebind` chooses again by the selector, or name the set with an `adopt` entry for {} in the "
                    "environment's file; its branch is left alone until then",
                    desired.address.text()));
  }

  // Row 5. Of row 6, several with one mark, everything was said before.
  std::optional<Binding> by_mark(const DesiredResource& desired)
  {
    for (const auto& name : names_of(desired)) {
      auto found = m_marks.marked(name);
      std::erase_if(found, [&](const LiveResource* live) { return !belongs(desired, name, token_of(*live)); });
      if (found.size() > 1) { // otherwise a duplicate
        std::erase_if(found, [&](const LiveResource* live) { return is_gone(m_input.inventory, *live); });
      }
      if (found.size() == 1 && !accepts_owner(m_input.desired, m_input.state, m_input.identity, *found.front())) {
        return refuse(desired, "foreign-owner",
                      fmt::format("{} {} carries the mark of {}, but belongs to user {}", type_name(desired.type),
                                  found.front()->id, name.text(), *found.front()->owner_id),
                      fmt::format("if that user applies too, add {} to `nexla.owners`", *found.front()->owner_id));
      }
      if (found.size() == 1) {
        return bound(desired, *found.front(), name);
      }
    }
    return std::nullopt;
  }

  // Row 7.
  std::optional<Binding> by_adopt_entry(const DesiredResource& desired)
  {
    const auto entry = m_input.desired.environment.adopt.find(desired.address);
    if (entry == m_input.desired.environment.adopt.end()) {
      return std::nullopt;
    }
    const auto id = entry->second.id;
    const auto* const live = m_input.inventory.find(desired.type, id);
    if (live == nullptr) {
      return refuse(desired, "adopt-not-found",
                    fmt::format("{} {}, which {} should adopt, is not visible to this user", type_name(desired.type),
                                id, desired.address.text()),
                    "correct the id under `adopt:`, or remove the entry", ExitCode::refused);
    }
    const auto seen = m_marks.read(*live);
    if (!seen.says_nothing()) {
      return refuse(desired, "adopt-marked",
                    fmt::format("{} {} belongs to {}/{} {} already", type_name(desired.type), id, seen.mark.project,
                                seen.mark.environment, seen.mark.address.text()),
                    "correct the id under `adopt:`");
    }
    if (live->type == ResourceType::data_map && live->sink_id) {
      return refuse(desired, "dynamic-lookup",
                    fmt::format("lookup {} is filled by sink {}, so it has no entries of its own", id, *live->sink_id),
                    "remove the entry under `adopt:`; the sink's `lookup:` describes it", ExitCode::error);
    }
    if (const auto other = adopted_by_another(m_input.desired, desired.type, id)) {
      return refuse(desired, "adopted-twice",
                    fmt::format("{} {} belongs to {}: {}", type_name(desired.type), id, other->environment, other->why),
                    "a resource belongs to one environment: remove the entry under `adopt:` in the other one");
    }
    auto binding = bound(desired, *live, desired.address);
    binding.adopting = true;
    return binding;
  }

  const Binding* parent_binding(const DesiredResource& desired) const
  {
    if (!desired.parent) {
      return nullptr;
    }
    const auto found = m_bindings.find(*desired.parent);
    return found != m_bindings.end() ? &found->second : nullptr;
  }

  std::optional<Binding> by_selector(const DesiredResource& desired)
  {
    if (!desired.detected) {
      return std::nullopt;
    }
    Binding awaited;
    awaited.verdict = Verdict::awaited;
    const auto* const source = parent_binding(desired);
    if (source != nullptr && source->verdict == Verdict::blocked) {
      return Binding{};
    }
    if (source == nullptr || source->verdict != Verdict::bound) {
      return awaited;
    }
    const auto selection = select_detected(desired.selector, m_input.tree.detected_sets(source->id));
    if (const auto* const id = std::get_if<ResourceId>(&selection)) {
      const auto* const live = m_input.inventory.find(desired.type, *id);
      const auto taken = m_detected_taken.find(*id);
      if (taken != m_detected_taken.end()) {
        return refuse(
            desired, "detected-twice",
            fmt::format("{} and {} choose the same detected set {}", taken->second.text(), desired.address.text(), *id),
            "narrow their `detected:` selectors", ExitCode::error);
      }
      return bound(desired, *live, desired.address);
    }
    if (const auto* const why = std::get_if<std::string>(&selection)) {
      return refuse(desired, "ambiguous-detected", fmt::format("{}: {}", desired.address.text(), printable(*why)),
                    "choose by `detected: {index: N}`, a name pattern or `has: [attribute]`", ExitCode::error);
    }
    return awaited;
  }

  // Row 8.
  std::optional<Binding> look_alike(const DesiredResource& desired)
  {
    if (desired.allow_duplicate_name) {
      return std::nullopt;
    }
    if (!m_look_alikes) {
      m_look_alikes.emplace(m_input.inventory, m_input.state, m_marks);
    }
    const auto* const parent = parent_binding(desired);
    const auto parent_id =
        parent != nullptr && parent->verdict == Verdict::bound ? std::optional(parent->id) : std::nullopt;
    const auto found = m_look_alikes->of(desired, parent_id);
    if (found.empty()) {
      m_look_alikes->warn_of_nameless(desired, parent_id, m_diagnostics);
      return std::nullopt;
    }
    const auto* const or_word = desired.address.flow.empty() ? "" : ", or say `allow_duplicate_name: true`";
    if (const auto other = owned_elsewhere(m_input, m_marks, *found.front())) {
      return refuse(desired, "looks-existing",
                    fmt::format("{} would create a {} called \"{}\", and {} is one already: it belongs to {} ({})",
                                desired.address.text(), role_name(desired.address.role), printable(desired.name),
                                found.front()->id, other->environment, other->why),
                    fmt::format("leave that one to {}: give the names of {} a `naming: {{prefix: ...}}` in the "
                                "environment's file{}",
                                other->environment, m_input.desired.environment.name, or_word));
    }
    const auto words = fmt::format("{} would create a {} called \"{}\", and {} is one already that nobody manages",
                                   desired.address.text(), role_name(desired.address.role), printable(desired.name),
                                   found.front()->id);
    const auto hint =
        fmt::format("take it over with `adopt: {{{}: {}}}` in the environment's file, or give one of them "
                    "another name{}",
                    desired.address.text(), found.front()->id, or_word);
    return refuse(desired, "looks-existing", words, hint);
  }

  // Row 9.
  Binding absent(const DesiredResource& desired)
  {
    Binding binding;
    if (const auto* const parent = parent_binding(desired); parent != nullptr && parent->verdict == Verdict::blocked) {
      return binding;
    }
    const auto proved = m_input.inventory.proved.find(desired.type);
    // A record of something that goes elsewhere says nothing of what may be here.
    const bool known =
        m_input.state.records.contains(desired.address) && m_moves.token_to_write(desired.address).empty();
    if (known || (proved != m_input.inventory.proved.end() && proved->second)) {
      binding.verdict = Verdict::create;
    } else {
      binding.unproved = true;
    }
    return binding;
  }

  const BindingInput& m_input;
  const MarkIndex& m_marks;
  Diagnostics& m_diagnostics;
  Moves m_moves;
  Duplicates m_duplicates;
  std::map<Address, std::set<Address>> m_former; // known addresses of what moves here
  std::optional<LookAlikes> m_look_alikes;       // made when the first address needs them
  std::map<ResourceId, Address> m_detected_taken;
  UnreadableRecords m_unreadable;
  std::map<Address, Binding> m_bindings;
};

} // namespace

std::map<Address, Binding> bind_all(const BindingInput& input, const MarkIndex& marks, Diagnostics& diagnostics)
{
  Binder binder(input, marks, diagnostics);
  for (const auto* const desired : parents_first(input.desired)) {
    binder.bind(*desired);
  }
  return std::move(binder).take();
}

} // namespace flowsync::plan
