#include "view/plan_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/drift_text.hpp"
#include "view/plan_words.hpp"
#include "view/review_text.hpp"
#include "view/review_words.hpp"
#include "view/wrap.hpp"

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
std::string refusals_text(const Plan& plan, const PlanTextOptions& options)
{
  std::string text;
  for (const auto& refusal : plan.refusals.items()) {
    text += options.paint.bold_red("Blocked:") +
            wrapped_text(" ", "  ", fmt::format("{} [{}]", printable(refusal.message), refusal.code.text()),
                         options.columns - 8);
    text += refusal.hint.empty() ? ""
                                 : options.paint.bold_cyan("  help:") +
                                       wrapped_text(" ", "    ", printable(refusal.hint), options.columns - 7);
  }
  return text.empty() ? text
                      : options.paint.bold_red("Apply refuses this plan and changes nothing.") + "\n" + text + "\n";
}

std::string list_text(const std::string& title, const std::vector<std::string>& lines, const PlanTextOptions& options)
{
  if (lines.empty()) {
    return {};
  }
  auto text = options.paint.bold(title) + "\n";
  for (const auto& line : lines) {
    text += wrapped_text("  ", "    ", line, options.columns);
  }
  return text + "\n";
}

// One line a resource that comes, goes, or is only bound; a block with its fields for any other.
std::string reviewed_text(const ReviewedChange& reviewed, bool whole, const PlanTextOptions& options)
{
  const auto& change = *reviewed.change;
  const bool in_a_line = change.action == Action::create || change.action == Action::remove ||
                         change.action == Action::no_op || change.action == Action::read;
  if (!in_a_line || whole) {
    return (options.full ? change_text(change, options)
                         : change_text(change, reviewed.fields, reviewed.told, options)) +
           "\n";
  }
  const auto sign = fmt::format("{:>3}", action_sign(change.action));
  const auto shown = change.action == Action::create   ? options.paint.green(sign)
                     : change.action == Action::remove ? options.paint.red(sign)
                                                       : options.paint.cyan(sign);
  auto words =
      fmt::format("{}: {}", change.address.text(), resource_words(change, reviewed.fields, *options.credential_names));
  if (const auto more = line_words(change); !more.empty()) {
    words += fmt::format(" {}", more);
  }
  words += change.previous_address ? fmt::format(" has moved here from {}", change.previous_address->text()) : "";
  auto text = shown + wrapped_text(" ", "      ", words, options.columns - 3);
  if (const auto numbers = fragile_numbers(reviewed.fields); !numbers.empty()) {
    text += wrapped_text("      ", "      ", std::string(k_fragile_numbers), options.columns);
    for (const auto& number : numbers) {
      text += fmt::format("        {}\n", number);
    }
  }
  return text;
}

std::string details_text(const Review& review, const PlanTextOptions& options)
{
  constexpr std::size_t k_most_lost = 5; // so many deletions are shown with all that is lost
  const bool shows_lost = options.full || review.removed.size() <= k_most_lost;
  std::string text;
  bool in_lines = false;
  const bool flows_in_lines = !options.full && review.created > k_most_made;
  for (const auto& flow : review.flows) {
    const auto made = flows_in_lines ? creation_words(flow) : std::string();
    if (!made.empty()) {
      text += options.paint.green("  +") +
              wrapped_text(" ", "      ", fmt::format("{}: {}", flow.name, made), options.columns - 3);
      in_lines = true;
    }
    for (const auto& reviewed : flow.changes) {
      const auto action = reviewed.change->action;
      const bool in_its_flow =
          flows_in_lines && (action == Action::create || (action == Action::read && !made.empty()));
      if ((reviewed.is_told() && !options.full) || in_its_flow) {
        continue;
      }
      const bool whole = options.full || (action == Action::remove && shows_lost);
      const auto shown = reviewed_text(reviewed, whole, options);
      const bool is_block = shown.ends_with("\n\n");
      text += in_lines && is_block ? "\n" : "";
      in_lines = !is_block;
      text += shown;
    }
  }
  return text + (in_lines ? "\n" : "");
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

} // namespace

std::string plan_text(const Plan& plan, const PlanTextOptions& given)
{
  constexpr std::size_t k_long = 40; // lines: more than a terminal usually has
  auto options = given;
  options.credential_names = &plan.credential_names;
  const auto review = review_of(plan);
  const auto& paint = options.paint;
  const auto history = history_sentence(plan);
  auto text = paint.bold(plan_sentence(plan)) + "\n" + title_text(plan, paint) + refusals_text(plan, options);
  text += list_text("Not planned:", unplanned_lines(plan), options);
  text += history.empty() ? "" : wrapped_text("", "", history, options.columns) + "\n";
  if (const auto calm = calm_sentence(review, plan); !calm.empty()) {
    text += wrapped_text("", "  ", calm, options.columns) + "\n";
  }
  text += dangers_text(review, options) + causes_text(review, options) + flows_text(review, options);
  text += details_text(review, options);
  text += list_text("Credentials of new resources:", credential_lines(review, plan.credential_names), options);
  text += outside_text(plan, options);
  text += list_text("Waiting for people or data, no error:", waiting_lines(plan), options);
  if (std::count(text.begin(), text.end(), '\n') > static_cast<std::ptrdiff_t>(k_long)) {
    text += dangers_in_short(review, options);
  }
  text += wrapped_text("", "  ", requests_sentence(plan), options.columns);
  text += fmt::format("Digest: {}\n", plan.actions_digest);
  if (const auto adoptions = adoption_sentence(plan); !adoptions.empty()) {
    text += wrapped_text("", "  ", adoptions, options.columns);
  }
  return text + paint.bold(plan_sentence(plan)) + (history.empty() ? "" : " (Without history, see above.)") + "\n";
}

} // namespace flowsync::view
