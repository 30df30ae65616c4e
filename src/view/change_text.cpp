#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/field_text.hpp"
#include "view/plan_text.hpp"
#include "view/plan_words.hpp"
#include "view/shown_field.hpp"

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
    text += line(fmt::format("{} will be imported", address));
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
std::string effects_text(const ResourceChange& change, const Paint& paint)
{
  std::string text;
  const auto line = [&](const std::string& what) { text += "    " + paint.yellow("! ") + what + "\n"; };
  if (change.re_ingests) {
    line("restarts the source, which reads its data again at once");
  } else if (change.restarts) {
    line("is paused and started again");
  }
  if (!change.affects.empty()) {
    std::vector<std::string> touched;
    for (const auto& affected : change.affects) {
      touched.push_back(affected_text(affected));
    }
    const bool goes = change.action == Action::remove || change.action == Action::replace;
    line(fmt::format("{}: {}",
                     goes                      ? "also deletes what belongs to it"
                     : has_status(change.type) ? "also stops and starts what hangs below"
                                               : "also changes what uses it",
                     join_words(touched)));
  }
  if (!change.unverified.empty()) {
    line(fmt::format("could not be compared, counted as equal: {}", printable(join_words(change.unverified))));
  }
  return text;
}

} // namespace

std::string change_text(const ResourceChange& change, const PlanTextOptions& options)
{
  auto text = head_text(change, options.paint);
  text += fmt::format("{} {}", paint_sign(change.action, options.paint), type_name(change.type));
  text += change.name.empty() ? "" : fmt::format(" \"{}\"", printable(change.name));
  text += change.id ? fmt::format(" (id {})", *change.id) : "";
  const auto fields = shown_fields(change.fields);
  if (fields.empty()) {
    return text + "\n" + effects_text(change, options.paint);
  }
  text += " {\n";
  FieldStyle style;
  style.paint = options.paint;
  style.columns = options.columns;
  for (const auto& field : fields) {
    text += field_text(field, style);
  }
  if (change.action == Action::update && change.spec_fields > fields.size()) {
    const auto unchanged = change.spec_fields - fields.size();
    text += fmt::format("        {}\n", options.paint.dim(fmt::format("# ({} unchanged {} hidden)", unchanged,
                                                                      unchanged == 1 ? "field" : "fields")));
  }
  return text + "    }\n" + effects_text(change, options.paint);
}

} // namespace flowsync::view
