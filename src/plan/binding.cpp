#include "plan/binding.hpp"

#include "base/printable.hpp"
#include "plan/binding_table.hpp"
#include "plan/detected_choice.hpp"
#include "plan/duplicates.hpp"
#include "plan/elsewhere.hpp"
#include "plan/former_names.hpp"
#include "plan/look_alikes.hpp"
#include "plan/place.hpp"
#include "plan/recorded.hpp"
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
        m_table(diagnostics),
        m_detected(input, m_table),
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
    m_table.keep(desired, std::move(binding));
  }

  std::map<Address, Binding> take() &&
  {
    m_unreadable.report(m_diagnostics);
    return m_table.take();
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
          if (desired.detected && !m_detected.may_choose_again(desired, id)) {
            return m_detected.lost(desired, id);
          }
          continue;
        }
        m_unreadable.add(desired, id);
        return Binding{};
      }
      const auto seen = m_marks.read(*live);
      if (seen.is_of_others()) {
        return m_table.refuse(desired, "foreign-mark",
                              fmt::format("{} is recorded as {} {}, but that belongs to {}/{} {}",
                                          desired.address.text(), type_name(desired.type), id, seen.mark.project,
                                          seen.mark.environment, seen.mark.address.text()),
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
    if (const auto known = m_input.state.records.find({ResourceKind::source, record.address.flow, ""});
        desired.detected && known != m_input.state.records.end()) {
      const auto* const bound_to = m_table.parent_of(desired);
      const bool moved = bound_to != nullptr && bound_to->verdict == Verdict::bound && bound_to->id == live.source_id;
      source = moved ? live.source_id : std::optional(known->second.id);
    }
    const auto why = why_not_the_recorded(record, live, desired.detected, source);
    if (why.empty() || (entry != adopt.end() && entry->second.id == live.id)) {
      return std::nullopt;
    }
    return m_table.refuse(
        desired, "not-ours",
        fmt::format("{} is recorded as {} {}, but what has this id now carries no mark and {}", desired.address.text(),
                    type_name(desired.type), live.id, why),
        fmt::format("if it is the same one all the same, say `adopt: {{{0}: {1}}}` in the environment's file; "
                    "if it is another one, `flowsync state rm {0}`, and the next apply makes it anew",
                    desired.address.text(), live.id));
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
        return m_table.refuse(
            desired, "foreign-owner",
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
      return m_table.refuse(desired, "adopt-not-found",
                            fmt::format("{} {}, which {} should adopt, is not visible to this user",
                                        type_name(desired.type), id, desired.address.text()),
                            "correct the id under `adopt:`, or remove the entry", ExitCode::refused);
    }
    const auto seen = m_marks.read(*live);
    if (!seen.says_nothing()) {
      return m_table.refuse(desired, "adopt-marked",
                            fmt::format("{} {} belongs to {}/{} {} already", type_name(desired.type), id,
                                        seen.mark.project, seen.mark.environment, seen.mark.address.text()),
                            "correct the id under `adopt:`");
    }
    if (live->type == ResourceKind::lookup && live->sink_id) {
      return m_table.refuse(
          desired, "dynamic-lookup",
          fmt::format("lookup {} is filled by sink {}, so it has no entries of its own", id, *live->sink_id),
          "remove the entry under `adopt:`; the sink's `lookup:` describes it", ExitCode::error);
    }
    if (const auto other = adopted_by_another(m_input.desired, desired.type, id)) {
      return m_table.refuse(
          desired, "adopted-twice",
          fmt::format("{} {} belongs to {}: {}", type_name(desired.type), id, other->environment, other->why),
          "a resource belongs to one environment: remove the entry under `adopt:` in the other one");
    }
    auto binding = bound(desired, *live, desired.address);
    binding.adopting = true;
    return binding;
  }

  std::optional<Binding> by_selector(const DesiredResource& desired)
  {
    if (!desired.detected) {
      return std::nullopt;
    }
    const auto chosen = m_detected.choose(desired);
    return chosen.verdict == Verdict::bound
               ? bound(desired, *m_input.inventory.find(desired.type, chosen.id), desired.address)
               : chosen;
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
    const auto* const parent = m_table.parent_of(desired);
    const auto parent_id =
        parent != nullptr && parent->verdict == Verdict::bound ? std::optional(parent->id) : std::nullopt;
    const auto found = m_look_alikes->of(desired, parent_id);
    if (found.empty()) {
      m_look_alikes->warn_of_nameless(desired, parent_id, m_diagnostics);
      return std::nullopt;
    }
    const auto* const or_word = desired.address.flow.empty() ? "" : ", or say `allow_duplicate_name: true`";
    if (const auto other = owned_elsewhere(m_input, m_marks, *found.front())) {
      return m_table.refuse(
          desired, "looks-existing",
          fmt::format("{} would create a {} called \"{}\", and {} is one already: it belongs to {} ({})",
                      desired.address.text(), kind_word(desired.address.kind), printable(desired.name),
                      found.front()->id, other->environment, other->why),
          fmt::format("leave that one to {}: give the names of {} a `naming: {{prefix: ...}}` in the "
                      "environment's file{}",
                      other->environment, m_input.desired.environment.name, or_word));
    }
    const auto words = fmt::format("{} would create a {} called \"{}\", and {} is one already that nobody manages",
                                   desired.address.text(), kind_word(desired.address.kind), printable(desired.name),
                                   found.front()->id);
    const auto hint =
        fmt::format("take it over with `adopt: {{{}: {}}}` in the environment's file, or give one of them "
                    "another name{}",
                    desired.address.text(), found.front()->id, or_word);
    return m_table.refuse(desired, "looks-existing", words, hint);
  }

  // Row 9.
  Binding absent(const DesiredResource& desired)
  {
    Binding binding;
    if (const auto* const parent = m_table.parent_of(desired);
        parent != nullptr && parent->verdict == Verdict::blocked) {
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
  BindingTable m_table;
  DetectedChoice m_detected;
  Moves m_moves;
  Duplicates m_duplicates;
  std::map<Address, std::set<Address>> m_former; // known addresses of what moves here
  std::optional<LookAlikes> m_look_alikes;       // made when the first address needs them
  UnreadableRecords m_unreadable;
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
