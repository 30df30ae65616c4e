#include "view/drift_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/field_text.hpp"
#include "view/shown_field.hpp"
#include "view/touch_words.hpp"
#include "view/visible_text.hpp"
#include "view/wrap.hpp"

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
  style.wrap = true;
  style.credential_names = &plan.credential_names;
  for (const auto& drift : plan.drift) {
    text += wrapped_text("  ", "    ",
                         fmt::format("{} {}{}", drift.address.text(), named_words(drift.type, drift.name, drift.id),
                                     drift.gone ? " was deleted" : ""),
                         options.columns);
    if (const auto touch = touch_words(plan, drift.address, "changed "); !touch.empty()) {
      text += wrapped_text("      ", "        ", touch, options.columns);
    }
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

std::vector<plan::ResourceDrift> drift_beside_changes(const plan::Plan& plan)
{
  std::vector<plan::ResourceDrift> rest;
  for (auto drift : plan.drift) {
    const auto* const change = plan.find(drift.address);
    const bool undone = change != nullptr && change->is_difference() && !change->fields.empty();
    std::erase_if(drift.fields, [&](const auto& field) { return undone && field.cause != plan::Cause::outside; });
    if (!drift.empty()) {
      rest.push_back(std::move(drift));
    }
  }
  return rest;
}

std::string outside_text(const plan::Plan& plan, const PlanTextOptions& options)
{
  constexpr std::size_t k_most = 12; // resources that are named by themselves
  plan::Plan rest;
  rest.credential_names = plan.credential_names;
  rest.touches = plan.touches;
  rest.drift = drift_beside_changes(plan);
  if (rest.drift.size() <= k_most || options.full) {
    return drift_list(rest, options);
  }
  std::vector<std::string> gone;
  std::vector<std::string> others;
  for (const auto& drift : rest.drift) {
    (drift.gone ? gone : others).push_back(drift.address.text());
  }
  auto text = options.paint.bold("Changed in Nexla since the last apply:") + "\n";
  if (!gone.empty()) {
    text += wrapped_text("  ", "    ",
                         fmt::format("{} deleted there: {}", counted(gone.size(), "resource"), fmt::join(gone, ", ")),
                         options.columns);
  }
  if (!others.empty()) {
    text += wrapped_text("  ", "    ",
                         fmt::format("{} changed in what only Nexla sets, left alone (`flowsync drift` shows each): {}",
                                     counted(others.size(), "resource"), first_of(others, 3)),
                         options.columns);
  }
  return text + "\n";
}

std::string hanging_words(const plan::Hanging& hanging)
{
  return fmt::format("{}, below {}, {}", named_words(hanging.type, hanging.name, hanging.id), hanging.above.text(),
                     hanging.owner.empty() ? std::string("is nobody's")
                                           : fmt::format("belongs to {}", visible_line(hanging.owner)));
}

std::string hanging_text(const plan::Plan& plan, const PlanTextOptions& options)
{
  if (plan.hanging.empty()) {
    return {};
  }
  auto text = options.paint.bold("Below what is managed here, and not managed here:") + "\n";
  for (const auto& hanging : plan.hanging) {
    text += wrapped_text("  ", "    ", hanging_words(hanging), options.columns);
  }
  return text + "\n";
}

namespace {

// "No drift.", or what counts as drift and what does not.
std::string drift_sentences(std::size_t owned, std::size_t others, const DriftCounted& counted)
{
  std::vector<std::string> sentences;
  const bool only_others = owned == 0 && others > 0 && counted.strict;
  if (owned > 0) {
    sentences.push_back(fmt::format("Drift: {} changed.", count_of(owned, "resource")));
  } else if (counted.can_tell && !only_others) {
    sentences.emplace_back("No drift.");
  }
  if (!counted.can_tell) {
    sentences.push_back(
        fmt::format("Cannot tell{}: what was applied last is not recorded here.", owned > 0 ? " of the rest" : ""));
  }
  if (others > 0) {
    sentences.push_back(fmt::format("{}{} changed in what only Nexla sets{}.", only_others ? "Drift: " : "",
                                    count_of(others, "resource"),
                                    counted.strict ? ", which --strict counts" : " (--strict counts that)"));
  }
  return fmt::format("{}", fmt::join(sentences, " "));
}

} // namespace

std::string drift_text(const plan::Plan& plan, const PlanTextOptions& options, const DriftCounted& counted)
{
  auto text = drift_list(plan, options) + hanging_text(plan, options);
  const auto owned = plan.summary.drifted;
  const auto others = plan.drift.size() - owned;
  if (owned > 0) {
    text += wrapped_text(
        "", "  ",
        fmt::format("`flowsync apply -e {0}` undoes it; `flowsync accept -e {0} ADDRESS` takes it into the specs.",
                    plan.environment),
        options.columns);
  }
  return text + options.paint.bold(drift_sentences(owned, others, counted)) + "\n";
}

} // namespace flowsync::view
