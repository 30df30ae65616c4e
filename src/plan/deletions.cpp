#include "plan/deletions.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/place.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

bool deletes(const ResourceChange& change)
{
  return change.id && (change.action == Action::remove || change.action == Action::replace);
}

class DeletionGuard
{
public:
  DeletionGuard(const BindingInput& input, const MarkIndex& marks, Plan& plan)
      : m_input(input),
        m_marks(marks),
        m_plan(plan)
  {
    for (auto& change : plan.changes) {
      if (change.id) {
        m_changes.emplace(LiveKey{change.type, *change.id}, &change);
      }
      if (deletes(change)) {
        m_going.insert({change.type, *change.id});
      }
    }
  }

  // Until nothing more is kept: what keeps one thing keeps all that it hangs from.
  void check()
  {
    for (bool kept = true; kept;) {
      kept = false;
      for (auto& change : m_plan.changes) {
        const LiveKey key{change.type, change.id.value_or(0)};
        if (deletes(change) && m_going.contains(key) && !may_go(change)) {
          m_going.erase(key);
          kept = true;
        }
      }
    }
    settle();
  }

private:
  bool may_go(ResourceChange& change)
  {
    const auto& live = *m_input.inventory.find(change.type, *change.id);
    if (!is_marked(change, live)) {
      return false;
    }
    change.affects.clear();
    std::set<LiveKey> along;
    std::vector<std::string> others;
    for (const auto* const below : m_input.tree.below(change.type, *change.id)) {
      const LiveKey key{below->type, below->id};
      if (m_going.contains(key) || leaves(key)) {
        continue;
      }
      const auto goes = [&](const LiveKey& above) {
        return above == LiveKey{change.type, *change.id} || m_going.contains(above) || along.contains(above);
      };
      if (belongs_to_what_goes(*below, goes)) {
        along.insert(key);
        change.affects.push_back({below->type, below->id, below->name, std::nullopt});
      } else {
        others.push_back(fmt::format("{} {} \"{}\"", type_name(below->type), below->id, printable(below->name)));
      }
    }
    std::sort(change.affects.begin(), change.affects.end(),
              [](const Affected& a, const Affected& b) { return std::pair(a.type, a.id) < std::pair(b.type, b.id); });
    if (const auto users = users_of_others(live); !users.empty()) {
      refuse(change, "delete-blocked",
             fmt::format("{} ({} {}) cannot be {}: {} {} it", change.address.text(), type_name(change.type), *change.id,
                         verb(change), join_words(users), users.size() == 1 ? "uses" : "use"),
             "take it out of there first");
      return false;
    }
    if (others.empty()) {
      return true;
    }
    refuse(change, "delete-blocked",
           fmt::format("{} ({} {}) cannot be {}: {} below it {}", change.address.text(), type_name(change.type),
                       *change.id, verb(change), join_words(others), others.size() == 1 ? "stays" : "stay"),
           "delete or move that first, or let both go in one run");
    return false;
  }

  // Sets that use this code and that nobody here looks after; those of the specs are changed first (API notes B9).
  std::vector<std::string> users_of_others(const LiveResource& code) const
  {
    std::vector<std::string> users;
    for (const auto id : sets_using(code)) {
      const LiveKey key{ResourceKind::nexset, id};
      if (!m_going.contains(key) && !m_changes.contains(key)) {
        users.push_back(fmt::format("data_set {}", id));
      }
    }
    return users;
  }

  static std::string_view verb(const ResourceChange& change)
  {
    return change.action == Action::replace ? "replaced" : "deleted";
  }

  bool is_marked(const ResourceChange& change, const LiveResource& live)
  {
    const auto seen = m_marks.read(live);
    const bool own =
        seen.is_own() && (seen.mark.address == change.address || seen.mark.address == change.previous_address);
    const bool detected = is_detected(live);
    const bool with_its_source = detected && seen.kind == SeenMark::Kind::none && live.source_id &&
                                 m_going.contains({ResourceKind::source, *live.source_id});
    if (own || with_its_source) {
      return true;
    }
    if (!detected || seen.kind != SeenMark::Kind::none) { // otherwise it stays with its source, which says why
      refuse(
          change, "delete-unmarked",
          fmt::format("{} ({} {}) is not {}: it does not carry its mark", change.address.text(), type_name(change.type),
                      *change.id, verb(change)),
          change.action == Action::replace
              ? "take the change back, apply so that the mark is written, and change it again"
              : fmt::format("delete it in Nexla, or let go of it with `flowsync state rm {}`", change.address.text()));
    }
    return false;
  }

  // Another nexset becomes its parent in this very plan.
  bool leaves(const LiveKey& key) const
  {
    const auto found = m_changes.find(key);
    if (found == m_changes.end() || found->second->action != Action::update) {
      return false;
    }
    const auto path = pointer_below("", facts(key.first).parent_id);
    const auto& fields = found->second->fields;
    return std::any_of(fields.begin(), fields.end(), [&](const FieldChange& field) { return field.path == path; });
  }

  template <typename Goes>
  bool belongs_to_what_goes(const LiveResource& live, const Goes& goes) const
  {
    const auto seen = m_marks.read(live);
    const bool unmarked = seen.kind == SeenMark::Kind::none;
    if (m_changes.contains({live.type, live.id})) {
      return false;
    }
    if (is_detected(live) && live.source_id) {
      const bool own = seen.is_own(); // written before its record was lost
      return (unmarked || own) && goes({ResourceKind::source, *live.source_id});
    }
    return unmarked && is_generated(live) && goes({ResourceKind::sink, *live.sink_id});
  }

  void refuse(const ResourceChange& change, DiagnosticCode code, std::string message, std::string hint)
  {
    const auto* const wanted = m_input.desired.find(change.address);
    m_plan.diagnostics.refuse(code, std::move(message), wanted != nullptr ? location(wanted->defined_at) : Location{},
                              std::move(hint));
  }

  void settle()
  {
    for (auto& change : m_plan.changes) {
      if (!deletes(change) || m_going.contains({change.type, *change.id})) {
        continue;
      }
      if (change.action == Action::remove) {
        change.action = Action::no_op;
        change.affects.clear();
      } else {
        m_plan.blocked.insert(change.address);
      }
    }
    for (const auto* const resource : parents_first(m_input.desired)) {
      if (resource->parent && m_plan.blocked.contains(*resource->parent)) {
        m_plan.blocked.insert(resource->address);
      }
    }
    std::erase_if(m_plan.changes,
                  [&](const ResourceChange& change) { return m_plan.blocked.contains(change.address); });
  }

  const BindingInput& m_input;
  const MarkIndex& m_marks;
  Plan& m_plan;
  std::map<LiveKey, ResourceChange*> m_changes;
  std::set<LiveKey> m_going;
};

} // namespace

void guard_deletions(const BindingInput& input, const MarkIndex& marks, Plan& plan)
{
  if (std::any_of(plan.changes.begin(), plan.changes.end(), deletes)) {
    DeletionGuard(input, marks, plan).check();
  }
}

} // namespace flowsync::plan
