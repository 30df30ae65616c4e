#include "view/plan_markdown.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/diagnostics_text.hpp"
#include "view/field_text.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_words.hpp"
#include "view/shown_field.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::Plan;
using plan::ResourceChange;

// Text lines with their sign moved to the first column, as `diff` blocks colour it ('~' becomes '!').
std::string as_diff(const std::string& text)
{
  std::string result;
  for (const auto line : split(text, '\n')) {
    const auto at = line.find_first_not_of(' ');
    if (at == std::string_view::npos) {
      continue;
    }
    const char sign = line[at];
    const bool signed_line = at + 1 < line.size() && line[at + 1] == ' ' && (sign == '+' || sign == '-' || sign == '~');
    if (signed_line) {
      result += fmt::format("{}{}{}\n", sign == '~' ? '!' : sign, std::string(at, ' '), line.substr(at + 1));
    } else {
      result += fmt::format(" {}\n", line);
    }
  }
  return result;
}

std::string head_markdown(const Plan& plan)
{
  auto text = fmt::format("### flowsync: {}\n\n**{}**\n\n", markdown_code(plan.environment), plan_sentence(plan));
  for (const auto& refusal : plan.refusals.items()) {
    text += fmt::format("- **Blocked:** {} {}{}\n", markdown_escape(refusal.message), markdown_code(refusal.code),
                        refusal.hint.empty() ? "" : fmt::format(" ({})", markdown_escape(refusal.hint)));
  }
  text += plan.refusals.empty() ? "" : "\n";
  if (const auto history = history_sentence(plan); !history.empty()) {
    text += "**" + history + "**\n\n";
  }
  if (const auto adoptions = adoption_sentence(plan); !adoptions.empty()) {
    text += markdown_escape(adoptions) + "\n\n";
  }
  text += fmt::format("Project {}", markdown_code(plan.project));
  text += plan.identity.org_id ? fmt::format(", organisation {}", *plan.identity.org_id) : "";
  text += plan.commit.empty() ? "" : fmt::format(", commit {}", markdown_code(plan.commit.substr(0, 12)));
  text += fmt::format(", digest {}", markdown_code(plan.actions_digest));
  return text + ".\n\n";
}

std::string problems_markdown(const Plan& plan)
{
  std::string text;
  for (const auto& item : plan.diagnostics.items()) {
    const auto place = place_text(item.where);
    text += fmt::format("- {} {}{}{}\n", item.severity == Severity::error ? "**Error:**" : "Warning:",
                        place.empty() ? "" : markdown_code(place) + " ", markdown_escape(item.message),
                        item.hint.empty() ? "" : fmt::format(" ({})", markdown_escape(item.hint)));
  }
  for (const auto& address : plan.blocked) {
    text += fmt::format("- Not planned: {}\n", markdown_code(address.text()));
  }
  for (const auto& sentence : plan.incomplete) {
    text += fmt::format("- Not known: {}\n", markdown_escape(sentence));
  }
  for (const auto& waiting : plan.waiting) {
    text += fmt::format("- Waiting: {}: {}\n", markdown_code(waiting.address.text()), markdown_escape(waiting.reason));
  }
  return text.empty() ? "" : text + "\n";
}

std::string row(const ResourceChange& change)
{
  const auto sign = action_sign(change.action);
  std::string effects = change.re_ingests ? "restarts, reads again" : change.restarts ? "restarts" : "";
  if (!change.affects.empty()) {
    effects += fmt::format("{}touches {} {}", effects.empty() ? "" : ", ", change.affects.size(),
                           has_status(change.type) ? "below" : "that use it");
  }
  return fmt::format("| {} | {} | {} | {} |\n", markdown_code(sign.empty() ? "mark" : sign),
                     markdown_code(change.address.text()), markdown_escape(change.name), effects);
}

std::string details(const ResourceChange& change, const PlanTextOptions& options)
{
  return fmt::format("<details><summary>{} {} {}</summary>\n\n{}\n</details>\n\n",
                     action_sign(change.action) == "<=" ? "&lt;=" : action_sign(change.action), change.address.text(),
                     action_sentence(change.action), markdown_fence(as_diff(change_text(change, options)), "diff"));
}

std::string drift_details(const plan::ResourceDrift& drift, const PlanTextOptions& options)
{
  FieldStyle style;
  style.columns = options.columns;
  std::string fields;
  for (const auto& field : drift.fields) {
    auto shown = drifted_field(field);
    shown.origin = {};
    fields += field_text(shown, style);
  }
  if (drift.gone) {
    return fmt::format("Deleted in Nexla: {}\n\n", markdown_code(drift.address.text()));
  }
  for (const auto& note : drift.notes) {
    fields += fmt::format("  {}\n", printable(note.text));
  }
  return fmt::format("<details><summary>Changed in Nexla: {}</summary>\n\n{}\n</details>\n\n", drift.address.text(),
                     markdown_fence(as_diff(fields), "diff"));
}

} // namespace

std::string plan_markdown(const Plan& plan, const PlanTextOptions& given, std::size_t limit)
{
  constexpr std::size_t k_reserve = 400; // for saying what was cut
  auto options = given;
  options.paint = Paint(false);
  const auto shown = shown_changes(plan);
  Budget text(limit > k_reserve ? limit - k_reserve : 0);
  std::size_t problems_cut = text.add(head_markdown(plan)) && text.add(problems_markdown(plan)) ? 0 : 1;
  std::size_t rows = 0;
  if (!shown.empty() && text.add("| | Resource | Name | Effects |\n|---|---|---|---|\n")) {
    while (rows < shown.size() && text.add(row(*shown[rows]))) {
      ++rows;
    }
    text.add("\n");
  }
  std::size_t detailed = 0;
  while (detailed < shown.size() && text.add(details(*shown[detailed], options))) {
    ++detailed;
  }
  std::size_t drifted = 0;
  while (drifted < plan.drift.size() && text.add(drift_details(plan.drift[drifted], options))) {
    ++drifted;
  }
  const bool cut = text.full();
  auto result = text.take();
  if (cut) {
    result +=
        fmt::format("\n**Cut to fit.** Left out: {} of {} in the table, the details of {}, {} of the changes made "
                    "in Nexla{}. See the plan in the job's log.\n",
                    shown.size() - rows, count_of(shown.size(), "resource"), shown.size() - detailed,
                    plan.drift.size() - drifted, problems_cut == 0 ? "" : ", the list of problems");
  }
  return result;
}

} // namespace flowsync::view
