#include "view/plan_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/drift_text.hpp"
#include "view/plan_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::Plan;

std::string title_text(const Plan& plan, const Paint& paint)
{
  auto text = paint.bold(fmt::format("Environment {} of {}", plan.environment, plan.project));
  if (plan.identity.org_id) {
    const auto org = printable(plan.identity.org_name);
    text += fmt::format(", organisation {}{}", *plan.identity.org_id, org.empty() ? "" : fmt::format(" ({})", org));
  }
  return text + "\n\n";
}

// Why apply would refuse the plan, before anything else.
std::string refusals_text(const Plan& plan, const Paint& paint)
{
  std::string text;
  for (const auto& refusal : plan.refusals.items()) {
    text += fmt::format("{} {} [{}]\n", paint.bold_red("Blocked:"), printable(refusal.message), refusal.code);
    text += refusal.hint.empty() ? "" : fmt::format("  {} {}\n", paint.bold_cyan("help:"), printable(refusal.hint));
  }
  return text.empty() ? text : text + "\n";
}

std::string actions_text(const Plan& plan, const PlanTextOptions& options)
{
  std::string text;
  for (const auto* const change : shown_changes(plan)) {
    text += change_text(*change, options) + "\n";
  }
  return text;
}

std::string list_text(const std::string& title, const std::vector<std::string>& lines, const Paint& paint)
{
  if (lines.empty()) {
    return {};
  }
  auto text = paint.bold(title) + "\n";
  for (const auto& line : lines) {
    text += "  " + line + "\n";
  }
  return text + "\n";
}

std::vector<std::string> kept_lines(const Plan& plan)
{
  std::vector<std::string> lines;
  for (const auto& change : plan.changes) {
    if (change.reason == "removed_from_spec" && change.action == Action::no_op) {
      lines.push_back(fmt::format("{} {} \"{}\"{}", change.address.text(), type_name(change.type),
                                  printable(change.name), change.id ? fmt::format(" (id {})", *change.id) : ""));
    }
  }
  return lines;
}

std::vector<std::string> waiting_lines(const Plan& plan)
{
  std::vector<std::string> lines;
  for (const auto& waiting : plan.waiting) {
    lines.push_back(fmt::format("{}: {}", waiting.address.text(), printable(waiting.reason)));
  }
  return lines;
}

std::vector<std::string> unplanned_lines(const Plan& plan)
{
  std::vector<std::string> lines;
  for (const auto& address : plan.blocked) {
    lines.push_back(address.text());
  }
  for (const auto& sentence : plan.incomplete) {
    lines.push_back(printable(sentence));
  }
  return lines;
}

std::string requests_text(const Plan& plan)
{
  const auto& refresh = plan.refresh;
  auto text = fmt::format("Requests: {} used", plan.requests.used);
  if (refresh.read + refresh.skipped > 0) {
    text += fmt::format(" ({} read one by one, {} trusted as last seen)", count_of(refresh.read, "resource"),
                        refresh.skipped);
  }
  text += plan.has_differences() ? fmt::format(", about {} needed by apply.\n", plan.requests.needed) : ".\n";
  if (!refresh.why.empty()) {
    text += fmt::format("Everything was read: {}\n", printable(refresh.why));
  }
  return text;
}

} // namespace

std::string plan_text(const Plan& plan, const PlanTextOptions& options)
{
  auto text = title_text(plan, options.paint);
  text += refusals_text(plan, options.paint);
  const auto history = history_sentence(plan);
  if (!history.empty()) {
    text += options.paint.yellow(history) + "\n\n";
  }
  text += drift_list(plan, options);
  text += actions_text(plan, options);
  text +=
      list_text("No longer in the specs, left as they are (--prune deletes them):", kept_lines(plan), options.paint);
  text += list_text("Waiting for people or data, no error:", waiting_lines(plan), options.paint);
  text += list_text("Not planned:", unplanned_lines(plan), options.paint);
  text += requests_text(plan);
  text += fmt::format("Digest: {}\n", plan.actions_digest);
  if (const auto adoptions = adoption_sentence(plan); !adoptions.empty()) {
    text += adoptions + "\n";
  }
  return text + options.paint.bold(plan_sentence(plan)) + (history.empty() ? "" : " (Without history, see above.)") +
         "\n";
}

} // namespace flowsync::view
