#include "exec/forecast.hpp"

#include "exec/branch.hpp"
#include "exec/parts.hpp"
#include "model/habits.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "plan/tree.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace flowsync::exec {

namespace {

using plan::Action;
using plan::FieldClass;
using plan::ResourceChange;

enum class Part
{
  alone,
  top,   // of a branch
  member // of one, below its top
};

class Forecast
{
public:
  Forecast(const Desired& desired, const plan::Plan& plan, const Inventory& inventory,
           const std::set<std::string>& habits)
      : m_desired(desired),
        m_plan(plan),
        m_inventory(inventory),
        m_tree(inventory),
        m_reads_flows(!habits.contains(std::string(habit::k_flows_unreadable))),
        m_parents_of_new(parents_of_new(desired, plan))
  {
    for (const auto& [address, id] : plan.bindings.ids) {
      m_own.emplace(address.kind, id);
    }
    for (const auto& change : plan.changes) {
      if (change.id && change.action != Action::no_op) {
        m_own.emplace(change.type, *change.id);
      }
    }
    if (habits.contains(std::string(habit::k_verbs_stay))) {
      return;
    }
    for (const auto& branch : branches_of(desired, plan)) {
      for (const auto& address : branch) {
        m_parts[address] = address == branch.front() ? Part::top : Part::member;
      }
    }
  }

  std::size_t count() const
  {
    std::size_t requests = 0;
    bool removes = false;
    for (const auto& change : m_plan.changes) {
      requests += change.waiting ? 0 : of(change);
      removes = removes || (!change.waiting && (change.action == Action::remove || change.action == Action::replace));
    }
    return requests + (removes ? second_look() : 0);
  }

private:
  // A part is written and read back.
  static constexpr std::size_t k_part_write = 2;

  static std::size_t parts_written(const DesiredResource* wanted)
  {
    return wanted != nullptr ? parts_in(all_of_parts(wanted->document)).size() : 0;
  }

  std::size_t of(const ResourceChange& change) const
  {
    switch (change.action) {
    case Action::create:
      return create(change);
    case Action::update:
      return update(change);
    case Action::replace: {
      const auto* const wanted = m_desired.find(change.address);
      return remove(change) + (wanted != nullptr && wanted->detected ? detect(change) : create(change));
    }
    case Action::remove:
      return remove(change);
    case Action::read:
      return detect(change);
    case Action::no_op:
      return change.adopting ? update(change) : 0;
    case Action::forget:
      break;
    }
    return 0;
  }

  // POST, what starts it, and what reads it back; of a branch the last two are the top's.
  std::size_t create(const ResourceChange& change) const
  {
    const auto* const wanted = m_desired.find(change.address);
    const auto part = m_parts.find(change.address);
    const bool starts = has_status(change.type) && wanted != nullptr && wanted->state != RunState::paused;
    const bool fills_lookup = wanted != nullptr && wanted->document.contains("data_map");
    std::size_t requests = wanted != nullptr && wanted->joins_project() ? 2 : 1;
    if (part == m_parts.end()) {
      requests += (starts ? 1U : 0U) + 1;
    } else if (part->second == Part::top) {
      requests += 2;
    } else if (fills_lookup) {
      requests += 1; // the reply does not tell it
    }
    return requests + (fills_lookup ? 1 : 0) + k_part_write * parts_written(wanted);
  }

  std::size_t detect(const ResourceChange& change) const
  {
    const auto* const wanted = m_desired.find(change.address);
    const auto* const source = wanted != nullptr && wanted->parent ? m_plan.find(*wanted->parent) : nullptr;
    const bool read_back_shows = source != nullptr && source->action == Action::create;
    const bool only_looked_at = m_reads_flows && wanted != nullptr && wanted->document.empty() &&
                                m_parents_of_new.contains(change.address); // whose POST is the second proof
    const bool writes = wanted != nullptr && !without_parts(wanted->document).empty();
    return (read_back_shows ? 0U : 1U) + (only_looked_at ? 0U : 1U) + (writes ? 2U : 0U) +
           (1 + k_part_write) * parts_written(wanted);
  }

  std::size_t update(const ResourceChange& change) const
  {
    const auto any = [&](auto&& test) { return std::any_of(change.fields.begin(), change.fields.end(), test); };
    const bool joins = any([](const auto& field) { return plan::first_segment(field.path) == plan::k_project_field; });
    const bool runtime = any([](const auto& field) { return field.field_class == FieldClass::runtime; });
    const bool status = any([](const auto& field) { return field.field_class == FieldClass::status; });
    const bool writes =
        change.write_mark || runtime || any([](const auto& field) {
          return field.field_class == FieldClass::cosmetic && plan::first_segment(field.path) != plan::k_project_field;
        });
    const bool fills_lookup = any([](const auto& field) { return plan::first_segment(field.path) == "data_map"; });
    const auto extra = (joins ? 1U : 0U) + (fills_lookup ? 2U : 0U) + k_part_write * parts_in(change.fields).size();
    const auto below = change.affects.size();
    const auto look = m_reads_flows ? std::min<std::size_t>(below, 1) : below;
    if (change.restarts) { // look, pause, GET, PUT, GET, activate, look
      const bool by_flow = m_reads_flows && runtime && below > 0 && change.type != ResourceKind::sink;
      return extra + (by_flow ? 7 : m_reads_flows ? 7 + look : 7 + 2 * look);
    }
    return extra + 1 + (writes ? 2U : 0U) + (status ? 3 + 2 * look : 0U);
  }

  // GET, stopped (GET, pause, GET), GET, DELETE, GET; what goes along GET, DELETE, GET.
  std::size_t remove(const ResourceChange& change) const
  {
    const auto* const live = change.id ? m_inventory.find(change.type, *change.id) : nullptr;
    if (live == nullptr) {
      return 1;
    }
    const bool runs = running(live->status) == Running::yes;
    const bool source = change.type == ResourceKind::source;
    const auto below = m_tree.below(change.type, *change.id);
    const auto along = static_cast<std::size_t>(std::count_if(below.begin(), below.end(), [&](const auto* each) {
      return !m_own.contains({each->type, each->id}); // what has a change of its own is counted there
    }));
    const std::size_t stops = source ? (runs ? 4 : 1) : runs && !stopped_from_above(*live) ? 2 : 0;
    return stops + 5 + 3 * along;
  }

  bool stopped_from_above(const LiveResource& live) const
  {
    return std::any_of(m_plan.changes.begin(), m_plan.changes.end(), [&](const ResourceChange& change) {
      if (change.type != ResourceKind::source || !change.id || change.waiting ||
          (change.action != Action::remove && change.action != Action::replace)) {
        return false;
      }
      const auto below = m_tree.below(change.type, *change.id);
      return std::any_of(below.begin(), below.end(),
                         [&](const auto* each) { return each->type == live.type && each->id == live.id; });
    });
  }

  // The flow index once more, before anything is deleted.
  std::size_t second_look() const
  {
    constexpr std::size_t k_page = 100;
    const auto sources = m_inventory.resources.find(ResourceKind::source);
    return (sources != m_inventory.resources.end() ? sources->second.size() : 0) / k_page + 2;
  }

  const Desired& m_desired;
  const plan::Plan& m_plan;
  const Inventory& m_inventory;
  const plan::LiveTree m_tree;
  const bool m_reads_flows;
  const std::set<Address> m_parents_of_new;
  std::map<Address, Part> m_parts;
  std::set<plan::LiveKey> m_own; // what is bound, or has a change of its own
};

} // namespace

std::size_t forecast(const Desired& desired, const plan::Plan& plan, const Inventory& inventory,
                     const std::set<std::string>& habits)
{
  return Forecast(desired, plan, inventory, habits).count();
}

} // namespace flowsync::exec
