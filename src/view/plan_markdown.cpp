#include "view/plan_markdown.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/counted.hpp"
#include "view/diagnostics_text.hpp"
#include "view/field_text.hpp"
#include "view/markdown_text.hpp"
#include "view/markup.hpp"
#include "view/plan_words.hpp"
#include "view/review_markdown.hpp"
#include "view/review_words.hpp"
#include "view/shown_field.hpp"
#include "view/told_problems.hpp"
#include "view/touch_words.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::view {

namespace {

using plan::Plan;

std::string head_markdown(const Plan& plan)
{
  auto text = fmt::format("### flowsync: {}\n\n**{}**\n\n", markdown_code(plan.environment), plan_sentence(plan));
  text += plan.refusals.empty() ? "" : "**Apply refuses this plan and changes nothing.**\n\n";
  for (const auto& refusal : plan.refusals.items()) {
    text += fmt::format("- **Blocked:** {} {}{}\n", markdown_escape(refusal.message), markdown_code(refusal.code),
                        refusal.hint.empty() ? "" : fmt::format(" ({})", markdown_escape(refusal.hint)));
  }
  return text + (plan.refusals.empty() ? "" : "\n");
}

std::string facts_markdown(const Plan& plan)
{
  std::string text;
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
  const auto untold = untold_problems(plan);
  for (const auto& item : untold.items()) {
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

std::string drift_details(const plan::ResourceDrift& drift, const plan::Plan& plan)
{
  const auto& names = plan.credential_names;
  const auto touch = touch_words(plan, drift.address, " ");
  if (drift.gone) {
    return fmt::format("Deleted in Nexla{}: {}\n\n", markdown_escape(touch), markdown_code(drift.address.text()));
  }
  FieldStyle style;
  style.credential_names = &names;
  std::string fields;
  for (const auto& field : drift.fields) {
    auto shown = drifted_field(field);
    shown.origin = {};
    fields += field_diff(shown, style);
  }
  for (const auto& note : drift.notes) {
    fields += fmt::format(" # {}\n", printable(note.text));
  }
  return fmt::format("<details><summary>Changed in Nexla{}: {}</summary>\n\n{}\n</details>\n\n", markup_escape(touch),
                     drift.address.text(), markdown_fence(fields, "diff"));
}

std::string row(const FlowLine& line)
{
  std::vector<std::string> names;
  for (const auto* const flow : line.flows) {
    names.push_back(flow->name);
  }
  return names.size() == 1
             ? fmt::format("| {} | {} |\n", markdown_code(names.front()), line.words)
             : fmt::format("| {}: {} | each: {} |\n", counted(names.size(), "flow"), first_of(names, 3), line.words);
}

// Puts parts of a plan into a text as long as there is room, and counts what is left out.
class MarkdownWriter
{
public:
  MarkdownWriter(const Plan& plan, std::size_t limit) : m_plan(plan), m_review(review_of(plan)), m_text(limit) {}

  void write()
  {
    count("a part of what blocks it", m_text.add_if_it_fits(head_markdown(m_plan)));
    dangers();
    count("the list of problems", m_text.add_if_it_fits(problems_markdown(m_plan)));
    count("facts", m_text.add_if_it_fits(facts_markdown(m_plan)));
    for (const auto& cause : m_review.causes) {
      count("cause", m_text.add_if_it_fits(cause_markdown(cause, m_plan.credential_names)));
    }
    m_text.add_if_it_fits("\n");
    flows();
    details();
    credentials();
    for (const auto& drift : m_plan.drift) {
      count("drifted resource", m_text.add_if_it_fits(drift_details(drift, m_plan)));
    }
  }

  std::string take()
  {
    const bool is_long = m_text.size() > k_long;
    auto text = m_text.take();
    std::vector<std::string> words;
    for (const auto& [what, number] : m_left_out) {
      words.push_back(counted(number, what));
    }
    if (!words.empty()) {
      text += fmt::format("\n**Cut to fit.** Left out: {}{}. `flowsync plan -e {} --full` prints all of it.\n",
                          join_words(words), m_details.empty() ? "" : " (" + first_of(m_details, 5) + ")",
                          m_plan.environment);
    }
    return text + (is_long ? fmt::format("\n**{}**\n", plan_sentence(m_plan)) : "");
  }

private:
  static constexpr std::size_t k_long = 4'000; // bytes; the sentence stands at the end of what is longer, too

  bool count(const std::string& what, bool fits)
  {
    if (!fits) {
      ++m_left_out[what];
    }
    return fits;
  }

  void dangers()
  {
    const auto parts = dangers_markdown(m_review, m_plan.credential_names);
    if (const auto calm = calm_sentence(m_review, m_plan); !calm.empty()) {
      m_text.add_if_it_fits(calm + "\n\n");
    }
    if (parts.empty() || !m_text.add_if_it_fits(m_review.only_leaves() ? "> [!NOTE]\n" : "> [!CAUTION]\n")) {
      return;
    }
    for (const auto& part : parts) {
      count("danger line", m_text.add_if_it_fits(part));
    }
    m_text.add_if_it_fits("\n");
  }

  void flows()
  {
    const auto lines = flow_lines(m_review);
    if (m_review.flows.size() < 2 || lines.empty() || !m_text.add_if_it_fits("| Flow | What |\n|---|---|\n")) {
      return;
    }
    bool fits = true;
    for (const auto& line : lines) {
      fits = fits && m_text.add_if_it_fits(row(line));
      count("table row", fits);
    }
    m_text.add_if_it_fits("\n");
  }

  void credentials()
  {
    std::string text;
    for (const auto& line : credential_lines(m_review, m_plan.credential_names)) {
      text += "- " + markdown_escape(line) + "\n";
    }
    if (!text.empty()) {
      count("list of credentials", m_text.add_if_it_fits("Credentials of new resources:\n\n" + text + "\n"));
    }
  }

  void details()
  {
    constexpr std::size_t k_most_lost = 5; // so many deletions are shown with all that is lost
    for (const auto& flow : m_review.flows) {
      for (const auto& part : flow_markdown(flow, m_review.removed.size() <= k_most_lost, m_plan.credential_names)) {
        if (!count("detail block", m_text.add_if_it_fits(part.text))) {
          m_details.insert(m_details.end(), part.addresses.begin(), part.addresses.end());
        }
      }
    }
  }

  const Plan& m_plan;
  Review m_review;
  Budget m_text;
  std::map<std::string, std::size_t> m_left_out;
  std::vector<std::string> m_details; // addresses whose details are left out
};

} // namespace

std::string plan_markdown(const Plan& plan, const PlanTextOptions& /*options*/, std::size_t limit)
{
  constexpr std::size_t k_reserve = 900; // for saying what was cut, and the sentence at the end
  MarkdownWriter writer(plan, limit > k_reserve ? limit - k_reserve : 0);
  writer.write();
  return writer.take();
}

} // namespace flowsync::view
