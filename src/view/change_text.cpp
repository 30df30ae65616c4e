#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/characters.hpp"
#include "view/counted.hpp"
#include "view/field_text.hpp"
#include "view/plan_text.hpp"
#include "view/plan_words.hpp"
#include "view/shown_field.hpp"
#include "view/visible_text.hpp"
#include "view/wrap.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::ResourceChange;

std::string paint_sign(Action action, const Paint& paint)
{
  const auto text = fmt::format("{:>3}", action_sign(action));
  switch (action) {
  case Action::create:
    return paint.green(text);
  case Action::remove:
    return paint.red(text);
  case Action::replace:
  case Action::update:
    return paint.yellow(text);
  case Action::read:
    return paint.cyan(text);
  case Action::no_op:
  case Action::forget:
    break;
  }
  return text;
}

// "  # ADDRESS will be ..." and what belongs under it.
std::string head_text(const ResourceChange& change, const Paint& paint)
{
  const auto line = [&](const std::string& text) { return "  " + paint.bold("# " + text) + "\n"; };
  const auto address = change.address.text();
  std::string text;
  if (change.previous_address) {
    text += line(fmt::format("{} has moved to {}", change.previous_address->text(), address));
  }
  if (change.adopting) {
    text += line(fmt::format("{} will be adopted", address));
  }
  if (change.action != Action::no_op) {
    text += line(fmt::format("{} {}", address, action_sentence(change.action)));
  } else if (!change.adopting && !change.previous_address) {
    text += line(fmt::format("{} gets its mark back with its next change", address));
  }
  if (const auto reason = reason_text(change.reason); !reason.empty()) {
    text += "  " + paint.dim(fmt::format("# ({})", reason)) + "\n";
  }
  return text;
}

// What happens around the change.
std::string effects_text(const ResourceChange& change, const PlanTextOptions& options)
{
  std::string text;
  const auto line = [&](const std::string& what) {
    text += "    " + options.paint.yellow("!") + wrapped_text(" ", "      ", what, options.columns - 5);
  };
  for (const auto& effect : effect_lines(change)) {
    line(effect);
  }
  if (!change.unverified.empty()) {
    line(fmt::format("could not be compared, counted as equal: {}", printable(join_words(change.unverified))));
  }
  return text;
}

// The line that the fields of a resource stand at, as far as no variable or overlay decides.
std::string usual_place(const std::vector<plan::FieldChange>& fields)
{
  const Origin* first = nullptr;
  for (const auto& field : fields) {
    const auto& origin = field.origin.origin;
    const bool own = origin.known() && !is_decided_elsewhere(field.origin);
    if (own && (first == nullptr || (origin.file == first->file && origin.line < first->line))) {
      first = &origin;
    }
  }
  return first == nullptr ? std::string() : fmt::format("{}:{}", visible_line(first->file), first->line);
}

} // namespace

std::string change_text(const ResourceChange& change, const std::vector<plan::FieldChange>& fields, std::size_t told,
                        const PlanTextOptions& options)
{
  auto text = head_text(change, options.paint);
  text +=
      fmt::format("{} {}", paint_sign(change.action, options.paint), named_words(change.type, change.name, change.id));
  if (fields.empty()) {
    return text + "\n" + effects_text(change, options);
  }
  const auto place = usual_place(fields);
  const auto head = 4 + columns_in(named_words(change.type, change.name, change.id)) + 2;
  const bool beside = head + 4 + columns_in(place) <= options.columns;
  text += place.empty() ? " {\n"
          : beside      ? " {" + options.paint.dim("  # " + place) + "\n"
                        : " {\n        " + options.paint.dim("# " + place) + "\n";
  FieldStyle style;
  style.paint = options.paint;
  style.columns = options.columns;
  style.wrap = true;
  style.all_places = place.empty();
  style.marks_replace = change.action == Action::replace;
  style.credential_names = options.credential_names;
  for (const auto& field : fields) {
    text += field_text(field, style);
  }
  std::vector<std::string> rest;
  if (told > 0) {
    rest.push_back(fmt::format("{} told above", counted(told, "field")));
  }
  if (change.action == Action::update && change.spec_fields > fields.size() + told) {
    rest.push_back(fmt::format("{} hidden", counted(change.spec_fields - fields.size() - told, "unchanged field")));
  }
  if (!rest.empty()) {
    text += fmt::format("        {}\n", options.paint.dim(fmt::format("# ({})", fmt::join(rest, ", "))));
  }
  return text + "    }\n" + effects_text(change, options);
}

std::string change_text(const ResourceChange& change, const PlanTextOptions& options)
{
  return change_text(change, shown_fields(change.fields), 0, options);
}

} // namespace flowsync::view
