#include "base/printable.hpp"
#include "model/mark.hpp"
#include "plan/changes.hpp"
#include "plan/recorded.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

// What of the difference was made in the service and not in the specs.
void ChangeMaker::note_drift(const DesiredResource& desired, const LiveResource& live, const Binding& binding,
                             const ResourceChange& change, std::vector<FieldChange> outside)
{
  ResourceDrift drift{desired.address, desired.type, change.name, change.id, false, std::move(outside), {}};
  for (const auto& field : change.fields) {
    if (field.cause == Cause::drift || field.cause == Cause::both) {
      drift.fields.push_back(field);
    }
  }
  std::sort(drift.fields.begin(), drift.fields.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  const auto* const record = record_of(m_state, desired.address, binding);
  if (record != nullptr && change.write_mark && binding.mark_absent && !desired.detected && !binding.adopting) {
    drift.notes.push_back(
        {"mark_missing",
         find_marks(live.description).empty() ? "its mark was removed from the description" : "its mark is not its own",
         false});
  }
  const auto recorded = m_state.records.find(desired.address);
  if (recorded != m_state.records.end() && !binding.previous_address && recorded->second.id != live.id &&
      recorded->second.type == live.type) {
    drift.notes.push_back({"recreated",
                           fmt::format("{} {} stands in for {}, which was applied last", type_name(live.type), live.id,
                                       recorded->second.id),
                           false});
  }
  if (record != nullptr && record->known_sets()) {
    for (const auto* const set : m_tree.detected_sets(live.id)) {
      if (live.type == ResourceKind::source && !record->known_sets()->contains(set->id) &&
          !m_owned.contains({set->type, set->id})) {
        drift.notes.push_back({"new_detected_set",
                               fmt::format("Nexla detected another set: {} \"{}\"", set->id, printable(set->name)),
                               true});
      }
    }
  }
  if (!drift.empty()) {
    m_plan.drift.push_back(std::move(drift));
  }
}

} // namespace flowsync::plan
