#include "view/plan_words.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/apply_time.hpp"
#include "view/rough_time.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace flowsync::view {

using plan::Action;

std::string action_sign(Action action)
{
  switch (action) {
  case Action::create:
    return "+";
  case Action::update:
    return "~";
  case Action::replace:
    return "-/+";
  case Action::remove:
    return "-";
  case Action::read:
    return "<=";
  case Action::no_op:
  case Action::forget:
    break;
  }
  return "";
}

std::string action_sentence(Action action)
{
  switch (action) {
  case Action::create:
    return "will be created";
  case Action::update:
    return "will be updated in-place";
  case Action::replace:
    return "must be replaced";
  case Action::remove:
    return "will be destroyed";
  case Action::read:
    return "will be read during apply";
  case Action::forget:
    return "will no longer be managed";
  case Action::no_op:
    break;
  }
  return "is up to date";
}

std::string reason_text(plan::Reason reason)
{
  const auto* const row = plan::find_reason(reason);
  return row != nullptr ? std::string(row->text) : std::string();
}

std::string plan_sentence(const plan::Plan& plan)
{
  const auto& summary = plan.summary;
  const auto add = summary.create + summary.replace;
  const auto destroy = summary.remove + summary.replace;
  if (add + summary.update + destroy == 0 && !plan.has_work()) {
    const bool whole = plan.blocked.empty() && plan.incomplete.empty() && !plan.diagnostics.has_errors();
    return whole ? "No changes." : "Nothing could be planned.";
  }
  return fmt::format("Plan: {} to add, {} to change, {} to destroy.", add, summary.update, destroy);
}

std::string history_sentence(const plan::Plan& plan)
{
  return plan.without_history == 0
             ? std::string()
             : fmt::format("Without history for {}: what was applied last is not known, so keys removed from the specs "
                           "since then cannot be seen.",
                           plan.without_history == 1 ? "1 resource"
                                                     : fmt::format("{} resources", plan.without_history));
}

std::string adoption_sentence(const plan::Plan& plan)
{
  std::vector<std::string> adopted;
  for (const auto& change : plan.changes) {
    if (change.adopting) {
      adopted.push_back(change.address.text());
    }
  }
  return adopted.empty() ? std::string()
                         : fmt::format("{} to adopt, whose {} apply writes without a pause: {}.",
                                       count_of(adopted.size(), "resource"), adopted.size() == 1 ? "mark" : "marks",
                                       some_of(adopted));
}

namespace {

bool is_shown(const plan::ResourceChange& change)
{
  const bool kept_removed = change.reason == plan::Reason("removed_from_spec") && change.action == Action::no_op;
  return !kept_removed && !change.waiting &&
         (change.action != Action::no_op || change.adopting || change.write_mark || change.previous_address);
}

} // namespace

std::vector<const plan::ResourceChange*> shown_changes(const plan::Plan& plan)
{
  std::vector<const plan::ResourceChange*> shown;
  for (const auto& change : plan.changes) {
    if (is_shown(change)) {
      shown.push_back(&change);
    }
  }
  return shown;
}

std::string change_sentence(const plan::ResourceChange& change)
{
  return change.adopting && change.action == Action::no_op ? "will be adopted" : action_sentence(change.action);
}

namespace {

// What apply waits for, and what it writes there then.
std::string detection_words(const plan::ResourceChange& change)
{
  std::vector<std::string> fields;
  std::transform(change.fields.begin(), change.fields.end(), std::back_inserter(fields),
                 [](const auto& field) { return visible_line(field.path.substr(1)); });
  return fields.empty() ? std::string("will be detected by Nexla")
                        : fmt::format("will be detected by Nexla and then be given {}", join_words(fields));
}

} // namespace

std::string line_words(const plan::ResourceChange& change)
{
  if (change.adopting) {
    return "will be adopted";
  }
  switch (change.action) {
  case plan::Action::no_op:
    return change.previous_address ? "" : "gets its mark back with its next change";
  case plan::Action::read:
    return detection_words(change);
  case plan::Action::remove:
    return "will be destroyed";
  default:
    return "";
  }
}

std::vector<std::string> effect_lines(const plan::ResourceChange& change)
{
  std::vector<std::string> lines;
  if (change.re_ingests) {
    lines.emplace_back("restarts the source, which reads its data again at once");
  } else if (change.restarts) {
    lines.emplace_back("is paused and started again");
  }
  if (!change.affects.empty()) {
    std::vector<std::string> touched;
    for (const auto& affected : change.affects) {
      touched.push_back(affected_text(affected));
    }
    const bool goes = change.action == Action::remove || change.action == Action::replace;
    lines.push_back(fmt::format("{}: {}",
                                goes                      ? "also deletes what belongs to it"
                                : has_status(change.type) ? "also stops and starts what hangs below"
                                                          : "also changes what uses it",
                                join_words(touched)));
  }
  return lines;
}

std::string requests_sentence(const plan::Plan& plan)
{
  const auto& refresh = plan.refresh;
  auto text = fmt::format("Requests: {} used", plan.requests.used);
  if (refresh.read + refresh.skipped > 0) {
    text += fmt::format(" ({} read one by one, {} trusted as last seen)", count_of(refresh.read, "resource"),
                        refresh.skipped);
  }
  if (plan.has_differences() && plan.refusals.empty()) {
    const bool detects = std::any_of(plan.changes.begin(), plan.changes.end(), [](const plan::ResourceChange& change) {
      return change.action == plan::Action::read && !change.waiting;
    });
    text += fmt::format(", about {} needed by apply{}", plan.requests.needed,
                        detects ? " besides waiting for what Nexla detects" : "");
  }
  if (const auto time = plan::apply_time(plan, plan.requests.used)) {
    text += fmt::format(", which takes about {} with them at {} a second (`limits.requests_per_second`)",
                        rough_time(*time), plan.requests.per_second);
  }
  text += ".";
  if (!refresh.why.empty()) {
    text += fmt::format(" Everything was read: {}", printable(refresh.why));
  }
  return text;
}

std::string affected_text(const plan::Affected& affected)
{
  if (affected.address) {
    return affected.address->text();
  }
  return fmt::format("{} \"{}\" (id {}, not managed here)", type_name(affected.type), printable(affected.name),
                     affected.id);
}

} // namespace flowsync::view
