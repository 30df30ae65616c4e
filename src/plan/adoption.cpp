#include "plan/adoption.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/elsewhere.hpp"
#include "plan/look_alikes.hpp"
#include "plan/selector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace flowsync::plan {

namespace {

using Verdict = Binding::Verdict;
using Outcome = Adoption::Outcome;

// The connector type that the spec asks for, when the live one is another: adopting it would mean to replace it.
std::optional<std::string> other_kind(const DesiredResource& desired, const LiveResource& live)
{
  const std::string field(facts(desired.type).type_field);
  const auto wanted = field.empty() ? std::string() : desired.document.value(field, "");
  return wanted.empty() || live.kind.empty() || lower(wanted) == lower(live.kind) ? std::nullopt
                                                                                  : std::optional(wanted);
}

class Finder
{
public:
  Finder(const BindingInput& input, const MarkIndex& marks, std::map<Address, Binding> bindings)
      : m_input(input),
        m_marks(marks),
        m_bindings(std::move(bindings)),
        m_look_alikes(input.inventory, input.state, marks)
  {
    for (const auto& [address, entry] : input.desired.environment.adopt) {
      m_taken.emplace(LiveKey{address.kind, entry.id}, address);
    }
    for (const auto& [address, binding] : m_bindings) {
      if (binding.verdict == Verdict::bound && is_managed(address, binding)) {
        m_taken.emplace(LiveKey{address.kind, binding.id}, address);
      }
    }
    for (const auto& desired : input.desired.resources) {
      ++m_alike[likeness(desired)];
    }
  }

  std::vector<Adoption> run()
  {
    std::vector<Adoption> result;
    for (const auto* const desired : parents_first(m_input.desired)) {
      auto adoption = look_at(*desired);
      adoption.desired = desired;
      m_outcomes[desired->address] = adoption.outcome;
      if (adoption.id != 0) {
        m_ids[desired->address] = adoption.id;
        m_taken.emplace(LiveKey{desired->type, adoption.id}, desired->address);
      }
      result.push_back(std::move(adoption));
    }
    return result;
  }

private:
  using Likeness = std::tuple<ResourceKind, std::string, std::string>;

  // Two addresses of one likeness cannot be told apart by it.
  static Likeness likeness(const DesiredResource& desired)
  {
    return {desired.type, desired.detected ? desired.address.text() : desired.name,
            desired.parent ? desired.parent->text() : ""};
  }

  // By a record or its mark, and not only by a selector.
  bool is_managed(const Address& address, const Binding& binding) const
  {
    return m_input.state.records.contains(address) || !binding.mark_absent || binding.previous_address;
  }

  Adoption look_at(const DesiredResource& desired)
  {
    Adoption adoption;
    const auto& binding = m_bindings.at(desired.address);
    const auto entry = m_input.desired.environment.adopt.find(desired.address);
    const bool parent_is_blocked = desired.parent && m_outcomes[*desired.parent] == Outcome::blocked;
    if (binding.verdict == Verdict::bound && (binding.adopting || is_managed(desired.address, binding))) {
      adoption.outcome = binding.adopting ? Outcome::listed : Outcome::bound;
      adoption.id = binding.id;
    } else if (parent_is_blocked || entry != m_input.desired.environment.adopt.end() ||
               (binding.verdict == Verdict::blocked && !binding.unproved && !hangs_from_unproved(desired))) {
      adoption.outcome = Outcome::blocked;
    } else if (desired.detected) {
      choose_detected(desired, adoption);
    } else {
      choose_by_name(desired, adoption);
    }
    return adoption;
  }

  // Blocked only because nobody knows yet whether its parent must be made.
  bool hangs_from_unproved(const DesiredResource& desired) const
  {
    for (const auto* next = &desired; next != nullptr && next->parent; next = m_input.desired.find(*next->parent)) {
      if (m_bindings.at(*next->parent).unproved) {
        return true;
      }
    }
    return false;
  }

  std::optional<ResourceId> parent_id(const DesiredResource& desired) const
  {
    const auto found = desired.parent ? m_ids.find(*desired.parent) : m_ids.end();
    return found != m_ids.end() ? std::optional(found->second) : std::nullopt;
  }

  void choose_detected(const DesiredResource& desired, Adoption& adoption)
  {
    const auto source = parent_id(desired);
    if (!source) {
      return;
    }
    const auto sets = m_input.tree.detected_sets(*source);
    const auto selection = select_detected(desired.selector, sets);
    if (const auto* const why = std::get_if<std::string>(&selection)) {
      adoption.outcome = Outcome::unclear;
      adoption.candidates = sets;
      adoption.why = "its selector fits several";
    } else if (const auto* const id = std::get_if<ResourceId>(&selection)) {
      take(desired, *m_input.inventory.find(desired.type, *id), adoption);
    }
  }

  void choose_by_name(const DesiredResource& desired, Adoption& adoption)
  {
    adoption.candidates = m_look_alikes.of(desired, parent_id(desired));
    std::erase_if(adoption.candidates, [&](const LiveResource* live) {
      return m_taken.contains({live->type, live->id});
    });
    if (adoption.candidates.empty()) {
      adoption.candidates = m_look_alikes.nameless(desired, parent_id(desired));
      adoption.outcome = adoption.candidates.empty() ? adoption.outcome : Outcome::unclear;
      adoption.why = adoption.candidates.empty() ? "" : "it shows no name";
      return;
    }
    const auto proved = m_input.inventory.proved.find(desired.type);
    adoption.outcome = Outcome::unclear;
    if (adoption.candidates.size() > 1) {
      adoption.why = "several have this name and parent";
    } else if (m_alike.at(likeness(desired)) > 1) {
      adoption.why = "several addresses want this name and parent";
    } else if (proved != m_input.inventory.proved.end() && !proved->second) {
      adoption.why = "the list of the service may be incomplete";
    } else {
      take(desired, *adoption.candidates.front(), adoption);
    }
  }

  void take(const DesiredResource& desired, const LiveResource& live, Adoption& adoption)
  {
    const auto taken = m_taken.find({live.type, live.id});
    adoption.candidates = {&live};
    if (taken != m_taken.end()) {
      adoption.outcome = Outcome::unclear;
      adoption.why = fmt::format("{} has it", taken->second.text());
    } else if (const auto other = owned_elsewhere(m_input, m_marks, live)) {
      adoption.outcome = Outcome::unclear;
      adoption.why = fmt::format("it belongs to {}: {}", other->environment, other->why);
    } else if (const auto wanted = other_kind(desired, live)) {
      adoption.outcome = Outcome::unclear;
      adoption.why = fmt::format("the spec says type {}, and a type cannot be changed", printable(*wanted));
    } else {
      adoption.outcome = Outcome::found;
      adoption.id = live.id;
    }
  }

  const BindingInput& m_input;
  const MarkIndex& m_marks;
  std::map<Address, Binding> m_bindings;
  LookAlikes m_look_alikes;
  std::map<LiveKey, Address> m_taken;
  std::map<Likeness, std::size_t> m_alike;
  std::map<Address, Outcome> m_outcomes;
  std::map<Address, ResourceId> m_ids;
};

AdoptionRefusal refused(std::string text, std::string hint, ExitCode exit = ExitCode::error)
{
  return {std::move(text), std::move(hint), exit, false};
}

// What holds a live resource already: the name of an address of this environment, nothing for none.
std::optional<Address> holder_of(const BindingInput& input, const DesiredResource& desired, ResourceId id)
{
  for (const auto& [address, record] : input.state.records) {
    if (record.type == desired.type && record.id == id && address != desired.address) {
      return address;
    }
  }
  for (const auto& [address, entry] : input.desired.environment.adopt) {
    if (address.kind == desired.type && entry.id == id && address != desired.address) {
      return address;
    }
  }
  return std::nullopt;
}

// Why the resource is not there to be adopted at all.
AdoptionRefusal not_there(const BindingInput& input, const DesiredResource& desired, ResourceId id)
{
  const auto name = fmt::format("{} {}", type_name(desired.type), id);
  const auto missing = input.inventory.missing.find({desired.type, id});
  if (missing != input.inventory.missing.end() && missing->second == Inventory::Missing::forbidden) {
    return refused(fmt::format("{} may not be read by this user", name), "ask its owner for access", ExitCode::auth);
  }
  for (const auto& [type, resources] : input.inventory.resources) {
    if (type != desired.type && resources.contains(id)) {
      return refused(fmt::format("there is no {}, but a {} {}", name, type_name(type), id),
                     fmt::format("{} is a {}", desired.address.text(), type_name(desired.type)));
    }
  }
  return refused(fmt::format("there is no {} that this user sees", name), "look up its id in Nexla's UI");
}

std::string shown_parent(const LiveResource& live)
{
  const auto parent = parent_of(live);
  return parent ? fmt::format("{} {}", type_name(parent->first), parent->second) : "nothing";
}

// Why the resource hangs from the wrong place; nothing when it does not.
std::optional<AdoptionRefusal> wrong_parent(const DesiredResource& desired, const LiveResource& live,
                                            const std::map<Address, Binding>& bindings, const Inventory& inventory)
{
  std::optional<ResourceId> parent;
  if (desired.parent) {
    const auto& binding = bindings.at(*desired.parent);
    if (binding.verdict != Verdict::bound) {
      return refused(
          fmt::format("{} hangs from {}, which is not bound yet", desired.address.text(), desired.parent->text()),
          fmt::format("adopt {} first: {} {} hangs from {}", desired.parent->text(), type_name(live.type), live.id,
                      shown_parent(live)));
    }
    parent = binding.id;
  }
  if (hangs_below(live, desired, parent, inventory)) {
    return std::nullopt;
  }
  if (!desired.parent && desired.type != ResourceKind::source) {
    return refused(fmt::format("{} {} hangs from {}, which its flow does not begin from", type_name(live.type), live.id,
                               shown_parent(live)),
                   "look up the id in Nexla's UI, or correct `origin:` of the flow");
  }
  if (!desired.parent) {
    return refused(fmt::format("{} {} was made by Nexla or a sink and belongs to that", type_name(live.type), live.id),
                   "adopt the flow that it comes from");
  }
  return refused(fmt::format("{} {} hangs from {}, but {} from {}, which is {}", type_name(live.type), live.id,
                             shown_parent(live), desired.address.text(), desired.parent->text(), *parent),
                 "look up the id in Nexla's UI, or correct the spec");
}

} // namespace

std::vector<Adoption> find_adoptions(const BindingInput& input, Diagnostics& diagnostics)
{
  // Looking like one that exists is not a problem here: that is what may be adopted.
  auto desired = input.desired;
  for (auto& resource : desired.resources) {
    resource.allow_duplicate_name = true;
  }
  const MarkIndex marks(input.desired, input.inventory, diagnostics);
  auto bindings =
      bind_all({desired, input.inventory, input.tree, input.state, input.identity, input.rebind}, marks, diagnostics);
  return Finder(input, marks, std::move(bindings)).run();
}

AdoptionRefusal check_adoption(const BindingInput& input, const DesiredResource& desired, ResourceId id,
                               Diagnostics& diagnostics)
{
  Diagnostics unused; // about others
  const MarkIndex marks(input.desired, input.inventory, unused);
  const auto* const live = input.inventory.find(desired.type, id);
  if (live == nullptr) {
    return not_there(input, desired, id);
  }
  if (const auto other = adopted_by_another(input.desired, desired.type, id)) {
    return refused(fmt::format("{} {} belongs to {}: {}", type_name(desired.type), id, other->environment, other->why),
                   "a resource belongs to one environment: remove the other entry first, if that is wrong",
                   ExitCode::refused);
  }
  auto alone = input.desired; // what it hangs from decides, the rest does not matter
  std::set<Address> chain;
  for (const auto* next = &desired; next != nullptr;
       next = next->parent ? input.desired.find(*next->parent) : nullptr) {
    chain.insert(next->address);
  }
  std::erase_if(alone.resources, [&](const DesiredResource& resource) { return !chain.contains(resource.address); });
  for (auto& resource : alone.resources) {
    resource.allow_duplicate_name = true;
  }
  const auto bindings =
      bind_all({alone, input.inventory, input.tree, input.state, input.identity, input.rebind}, marks, diagnostics);
  const auto& binding = bindings.at(desired.address);
  const auto name = fmt::format("{} {}", type_name(desired.type), id);
  if (binding.verdict == Verdict::bound && !binding.adopting) {
    if (binding.id == id) {
      return {"", "", ExitCode::ok, true};
    }
    return refused(fmt::format("{} is bound to {} already", desired.address.text(), binding.id),
                   fmt::format("`flowsync state rm {}` lets go of that one", desired.address.text()));
  }
  if (const auto holder = holder_of(input, desired, id)) {
    return refused(
        fmt::format("{} is {} already", name, holder->text()),
        fmt::format("`flowsync state rm {}` lets go of it; an `adopt` entry of it must go, too", holder->text()));
  }
  if (binding.verdict != Verdict::bound) {
    return refused(fmt::format("{} cannot adopt {}", desired.address.text(), name), "see the problems above",
                   diagnostics.has_errors() ? diagnostics.exit_code() : ExitCode::error);
  }
  if (const auto wrong = wrong_parent(desired, *live, bindings, input.inventory)) {
    return *wrong;
  }
  if (const auto wanted = other_kind(desired, *live)) {
    return refused(fmt::format("{} is of type {}, but {} of type {}", name, printable(live->kind),
                               desired.address.text(), printable(*wanted)),
                   "a type cannot be changed: the next apply would replace it");
  }
  return {"", "", ExitCode::ok, false};
}

} // namespace flowsync::plan
