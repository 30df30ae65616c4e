#include "plan/detected_choice.hpp"

#include "base/printable.hpp"
#include "plan/selector.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

namespace {

using Verdict = Binding::Verdict;

} // namespace

Binding DetectedChoice::choose(const DesiredResource& desired)
{
  Binding chosen;
  const auto* const source = m_table.parent_of(desired);
  if (source != nullptr && source->verdict == Verdict::blocked) {
    return chosen;
  }
  chosen.verdict = Verdict::awaited;
  if (source == nullptr || source->verdict != Verdict::bound) {
    return chosen;
  }
  const auto selection = select_detected(desired.selector, m_input.tree.detected_sets(source->id));
  if (const auto* const id = std::get_if<ResourceId>(&selection)) {
    if (const auto* const taken = m_table.detected_as(*id)) {
      return m_table.refuse(
          desired, "detected-twice",
          fmt::format("{} and {} choose the same detected set {}", taken->text(), desired.address.text(), *id),
          "narrow their `detected:` selectors", ExitCode::error);
    }
    chosen.verdict = Verdict::bound;
    chosen.id = *id;
  } else if (const auto* const why = std::get_if<std::string>(&selection)) {
    return m_table.refuse(desired, "ambiguous-detected", fmt::format("{}: {}", desired.address.text(), printable(*why)),
                          "choose by `detected: {index: N}`, a name pattern or `has: [attribute]`", ExitCode::error);
  }
  return chosen;
}

bool DetectedChoice::may_choose_again(const DesiredResource& desired, ResourceId lost) const
{
  const auto& adopt = m_input.desired.environment.adopt;
  const auto entry = adopt.find(desired.address);
  return m_input.rebind || (entry != adopt.end() && entry->second.id != lost) || source_is_new(desired);
}

// The set went with its source, or went first when that is being replaced.
bool DetectedChoice::source_is_new(const DesiredResource& desired) const
{
  const auto* const source = m_table.parent_of(desired);
  if (source == nullptr || !desired.parent) {
    return false;
  }
  const auto record = m_input.state.records.find(*desired.parent);
  const auto* const wanted = m_input.desired.find(*desired.parent);
  const auto* const live = m_input.inventory.find(ResourceKind::source, source->id);
  const bool replaced = source->verdict == Verdict::bound && live != nullptr && wanted != nullptr &&
                        wanted->document.value("source_type", live->kind) != live->kind;
  return replaced || source->verdict == Verdict::create ||
         (source->verdict == Verdict::bound && record != m_input.state.records.end() &&
          record->second.id != source->id);
}

Binding DetectedChoice::lost(const DesiredResource& desired, ResourceId id)
{
  return m_table.refuse(
      desired, "lost-detected",
      fmt::format("the detected set {} that {} was bound to is gone", id, desired.address.text()),
      fmt::format("`--rebind` chooses again by the selector, or name the set with an `adopt` entry for {} in the "
                  "environment's file; its branch is left alone until then",
                  desired.address.text()));
}

} // namespace flowsync::plan
