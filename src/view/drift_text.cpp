#include "view/drift_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/field_text.hpp"
#include "view/shown_field.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string drift_list(const plan::Plan& plan, const PlanTextOptions& options)
{
  if (plan.drift.empty()) {
    return {};
  }
  auto text = options.paint.bold("Changed in Nexla since the last apply:") + "\n\n";
  FieldStyle style;
  style.paint = options.paint;
  style.columns = options.columns;
  for (const auto& drift : plan.drift) {
    const auto id = drift.id ? fmt::format(" (id {})", *drift.id) : "";
    text += fmt::format("  {} {} \"{}\"{}{}\n", drift.address.text(), type_name(drift.type), printable(drift.name), id,
                        drift.gone ? " was deleted" : "");
    for (const auto& note : drift.notes) {
      text += fmt::format("      {} {}\n", options.paint.yellow(note.outside ? "." : "!"), printable(note.text));
    }
    for (const auto& field : drift.fields) {
      auto shown = drifted_field(field);
      shown.origin = {};
      text += field_text(shown, style);
    }
  }
  return text + "\n";
}

std::string drift_text(const plan::Plan& plan, const PlanTextOptions& options, bool can_tell)
{
  auto text = drift_list(plan, options);
  const auto owned = plan.summary.drifted;
  const auto others = plan.drift.size() - owned;
  std::string sentence = owned == 0 ? "No drift." : fmt::format("Drift: {} changed.", count_of(owned, "resource"));
  if (!can_tell) {
    sentence = (owned == 0 ? "" : sentence + " ") +
               (owned == 0 ? "Cannot tell: what was applied last is not recorded here."
                           : "Cannot tell of the rest: what was applied last is not recorded here.");
  }
  if (others > 0) {
    sentence +=
        fmt::format(" {} changed in what only Nexla sets (--strict counts that).", count_of(others, "resource"));
  }
  return text + options.paint.bold(sentence) + "\n";
}

} // namespace flowsync::view
