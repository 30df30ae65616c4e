#include "view/plan_html.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "view/drift_text.hpp"
#include "view/field_html.hpp"
#include "view/html_page.hpp"
#include "view/markup.hpp"
#include "view/plan_dangers.hpp"
#include "view/plan_words.hpp"
#include "view/review_html.hpp"
#include "view/review_words.hpp"
#include "view/shown_field.hpp"
#include "view/told_problems.hpp"
#include "view/unmade_plan.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

// The filter, which the script of the page brings to life.
constexpr std::string_view k_filter = R"(<div class="filter" role="search" hidden>
<input type="search" placeholder="flow or resource" aria-label="Show only flows and resources with this in their name">
<output aria-live="polite"></output>
<button type="button" data-do="unfold">unfold all</button><button type="button" data-do="fold">fold all</button>
<span class="gap"></span>{}
<span class="quiet keys"><kbd>/</kbd> filter <kbd>j</kbd> <kbd>k</kbd> next, previous flow <kbd>e</kbd> <kbd>c</kbd> unfold, fold all <kbd>Esc</kbd> all again</span>
</div>
)";

std::string filter_html()
{
  std::string buttons;
  const auto add = [&](const char* data, std::string_view word) {
    buttons += fmt::format("<button type=\"button\" data-{}=\"{}\" aria-pressed=\"false\">{}</button>\n", data,
                           word.substr(0, word.find(' ')), word);
  };
  for (const auto* const word :
       {"deletes", "replaces", "reads again", "undoes", "restarts", "changes", "creates", "adopts"}) {
    add("d", word);
  }
  buttons += "<span class=\"gap\"></span>";
  for (const auto& kind : all_kinds()) {
    if (kind.written != SpecPlace::in_environment) {
      add("k", kind.word);
    }
  }
  return fmt::format(k_filter, buttons);
}

std::string list_html(const std::string& title, const std::vector<std::string>& items, std::string_view look)
{
  std::string html;
  for (const auto& item : items) {
    html += "<li>" + html_escape(item) + "</li>\n";
  }
  return html.empty() ? html
                      : fmt::format("<div class=\"box{}\"><h2>{}</h2>\n<ul>\n{}</ul></div>\n", look, title, html);
}

std::string problems_html(const Diagnostics& diagnostics)
{
  constexpr std::size_t k_most_places = 3;
  std::string html;
  for (const auto& problem : told_problems_by_severity(diagnostics)) {
    const auto& item = *problem.first;
    const auto places = places_of(problem);
    html += fmt::format("<li>{} {} <span class=\"quiet\">[{}]{}</span>{}</li>\n",
                        item.severity == Severity::error     ? "<b class=\"lost\">Error:</b>"
                        : item.severity == Severity::warning ? "<b>Warning:</b>"
                                                             : "Note:",
                        html_escape(item.message), html_escape(item.code),
                        places.empty() ? "" : " at " + html_escape(some_of(places, k_most_places)),
                        item.hint.empty() ? "" : "<br>" + html_escape(item.hint));
  }
  return html.empty() ? html
                      : fmt::format("<div class=\"box {}\"><h2>Problems</h2>\n<ul>\n{}</ul></div>\n",
                                    diagnostics.has_errors() ? "bad" : "warn", html);
}

std::string blocked_html(const plan::Plan& plan)
{
  std::string html;
  for (const auto& refusal : plan.refusals.items()) {
    html += fmt::format("<li><b>{}</b> <span class=\"quiet\">[{}]</span>{}</li>\n", html_escape(refusal.message),
                        html_escape(refusal.code), refusal.hint.empty() ? "" : "<br>" + html_escape(refusal.hint));
  }
  return html.empty()
             ? html
             : "<div class=\"box bad\"><h2>Blocked: apply refuses this plan</h2>\n<ul>\n" + html + "</ul></div>\n";
}

std::string unplanned_html(const plan::Plan& plan)
{
  std::vector<std::string> items;
  for (const auto& address : plan.blocked) {
    items.push_back(address.text());
  }
  items.insert(items.end(), plan.incomplete.begin(), plan.incomplete.end());
  return list_html("Not planned", items, " bad");
}

std::string waiting_html(const plan::Plan& plan)
{
  std::vector<std::string> items;
  for (const auto& waiting : plan.waiting) {
    items.push_back(fmt::format("{}: {}", waiting.address.text(), waiting.reason));
  }
  return list_html("Waiting for people or data, no error", items, "");
}

std::string drift_html(const plan::Plan& plan)
{
  std::string html;
  FieldStyle style;
  style.credential_names = &plan.credential_names;
  for (const auto& drift : drift_beside_changes(plan)) {
    html += fmt::format("<article class=\"res\"><code>{}</code> <span class=\"name\">{}</span>{}\n",
                        html_escape(drift.address.text()), html_escape(named_words(drift.type, drift.name, drift.id)),
                        drift.gone ? " <b class=\"lost\">was deleted</b>" : "");
    for (const auto& note : drift.notes) {
      html += "<p class=\"quiet\">" + html_escape(note.text) + "</p>\n";
    }
    for (const auto& field : drift.fields) {
      auto shown = drifted_field(field);
      shown.origin = {};
      html += field_html(shown, style);
    }
    html += "</article>\n";
  }
  return html.empty() ? html : "<h2>Changed in Nexla since the last apply</h2>\n" + html;
}

std::string facts_html(const plan::Plan& plan)
{
  auto html = "Project " + html_escape(plan.project);
  if (plan.identity.org_id) {
    html += fmt::format(", organisation {}", *plan.identity.org_id);
    html += plan.identity.org_name.empty() ? "" : " (" + html_escape(plan.identity.org_name) + ")";
  }
  html += plan.commit.empty() ? "" : ", commit <code>" + html_escape(plan.commit.substr(0, 12)) + "</code>";
  html += plan.dirty.value_or(false) ? " with changes that are not committed" : "";
  return fmt::format("<p class=\"quiet\">{}, {}, digest <code>{}</code></p>\n", html, format_timestamp(plan.time),
                     html_escape(plan.actions_digest));
}

std::string quiet_html(const std::string& sentence)
{
  return sentence.empty() ? std::string() : "<p class=\"quiet\">" + html_escape(sentence) + "</p>\n";
}

std::string section_html(const plan::Plan& plan, const std::string& id, const std::string& filter,
                         const PlanTextOptions& options)
{
  constexpr std::size_t k_most_whole = 300; // made and deleted resources that have room for all their fields
  const auto sentence = html_escape(plan_sentence(plan));
  const auto history = history_sentence(plan);
  auto html = fmt::format("<section id=\"{}\">\n<h1>{} <small>flowsync plan</small></h1>\n<p class=\"sum\">{}</p>\n",
                          id, html_escape(plan.environment), sentence);
  html += facts_html(plan) + blocked_html(plan);
  html += history.empty() ? "" : "<p class=\"box warn\">" + html_escape(history) + "</p>\n";
  const auto review = review_of(plan);
  const PageLinks links(id, review);
  const ReviewHtmlStyle style{plan, links, options.full || review.created + review.removed.size() <= k_most_whole};
  if (const auto calm = calm_sentence(review, plan); !calm.empty()) {
    html += "<p>" + html_escape(calm) + "</p>\n";
  }
  html += dangers_html(review, style) + problems_html(untold_problems(plan)) + unplanned_html(plan);
  html += causes_html(review, style) + filter + flows_html(review, style);
  html += style.whole ? "" : quiet_html("Fields of what is made and deleted are left out; --full writes them.");
  html += list_html("Credentials of new resources", credential_lines(review, plan.credential_names), "");
  html += drift_html(plan) + waiting_html(plan);
  html += quiet_html(requests_sentence(plan)) + quiet_html(adoption_sentence(plan));
  return html + fmt::format("<p class=\"sum\">{}</p>\n</section>\n", sentence);
}

std::string unmade_html(const plan::Plan& plan, const std::string& id)
{
  return fmt::format(
      "<section id=\"{}\">\n<h1>{}<small>flowsync plan</small></h1>\n<p class=\"sum lost\">{}</p>\n{}</section>\n", id,
      plan.environment.empty() ? "" : html_escape(plan.environment) + " ", k_no_plan, problems_html(plan.diagnostics));
}

std::string environments_html(const std::vector<plan::Plan>& plans)
{
  std::string html = "<table><tr><th>Environment</th><th>What</th><th>Dangers</th></tr>\n";
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto& plan = plans[i];
    const auto dangers = dangers_sentence(dangers_of(review_of(plan)));
    html += fmt::format("<tr><td><a href=\"#e{}\">{}</a></td><td>{}</td><td class=\"lost\">{}{}</td></tr>\n", i,
                        html_escape(plan.environment), plan.made ? html_escape(plan_sentence(plan)) : k_no_plan,
                        plan.refusals.empty() ? ""
                        : dangers.empty()     ? "blocked"
                                              : "blocked, ",
                        html_escape(dangers));
  }
  return html + "</table>\n";
}

} // namespace

std::string plans_html(const std::vector<plan::Plan>& plans, const PlanTextOptions& options)
{
  std::string title;
  const bool is_alone = plans.size() == 1; // else the filter is for all of them
  std::string body = is_alone ? std::string() : environments_html(plans) + filter_html();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto id = fmt::format("e{}", i);
    title += (title.empty() ? "" : ", ") + html_escape(plans[i].environment);
    body +=
        plans[i].made ? section_html(plans[i], id, is_alone ? filter_html() : "", options) : unmade_html(plans[i], id);
  }
  return html_page(title.empty() ? "flowsync plan" : "flowsync plan: " + title, body, plan_page_script());
}

std::string plan_html(const plan::Plan& plan, const PlanTextOptions& options)
{
  return plans_html({plan}, options);
}

} // namespace flowsync::view
