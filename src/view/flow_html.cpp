#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/field_html.hpp"
#include "view/flow_tree_html.hpp"
#include "view/markup.hpp"
#include "view/plan_words.hpp"
#include "view/review_html.hpp"
#include "view/review_words.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::ResourceChange;

std::string_view gravity_class(Gravity gravity)
{
  switch (gravity) {
  case Gravity::removal:
    return "removal";
  case Gravity::reading:
    return "reading";
  case Gravity::undoing:
    return "undoing";
  case Gravity::restart:
    return "restart";
  case Gravity::change:
    return "change";
  case Gravity::creation:
    return "creation";
  case Gravity::adoption:
  case Gravity::detection:
    break;
  }
  return "binding";
}

bool has_effect(const ReviewedChange& reviewed)
{
  return reviewed.change->action == Action::update || reviewed.change->action == Action::replace;
}

// What the filter asks for, most of all what is dangerous.
std::string effects_of(const ReviewedChange& reviewed)
{
  const auto& change = *reviewed.change;
  std::string words = change.action == Action::create    ? "creates"
                      : change.action == Action::remove  ? "deletes"
                      : change.action == Action::replace ? "replaces"
                      : change.action == Action::update  ? "changes"
                      : change.action == Action::read    ? "detects"
                                                         : "adopts";
  if (has_effect(reviewed)) {
    words += change.re_ingests ? " reads" : "";
    words += undoes_in_nexla(change) ? " undoes" : "";
    words += change.restarts ? " restarts" : "";
  }
  return words;
}

std::string tags_html(const ReviewedChange& reviewed)
{
  const auto& change = *reviewed.change;
  if (!has_effect(reviewed)) {
    return {};
  }
  std::string html = change.action == Action::replace ? "<span class=\"tag lost\">deleted and made anew</span>" : "";
  html += change.re_ingests ? "<span class=\"tag lost\">reads all its data again</span>"
          : change.restarts ? "<span class=\"tag\">restarts</span>"
                            : "";
  return html + (undoes_in_nexla(change) ? "<span class=\"tag undo\">undoes a change made in Nexla</span>" : "");
}

std::string effects_html(const ResourceChange& change)
{
  std::string html;
  for (const auto& line : effect_lines(change)) {
    html += "<p class=\"quiet\">" + html_escape(line) + "</p>\n";
  }
  if (!change.unverified.empty()) {
    html += fmt::format("<p class=\"quiet\">could not be compared, counted as equal: {}</p>\n",
                        html_escape(visible_line(join_words(change.unverified))));
  }
  return html;
}

// Every field of what is made or deleted, folded.
std::string folded_fields(const ReviewedChange& reviewed, const FieldStyle& style)
{
  if (reviewed.fields.empty()) {
    return {};
  }
  std::string html;
  for (const auto& field : reviewed.fields) {
    html += field_html(field, style);
  }
  return fmt::format("<details><summary class=\"quiet\">{}</summary>\n{}</details>\n",
                     counted(reviewed.fields.size(), "field"), html);
}

std::string resource_html(const ReviewedChange& reviewed, const ReviewHtmlStyle& style)
{
  const auto& change = *reviewed.change;
  const bool in_a_line = !has_effect(reviewed);
  const auto& names = style.plan.credential_names;
  const auto sign = action_sign(change.action);
  auto html =
      fmt::format("<article class=\"res\" id=\"{}\" data-k=\"{}\" data-d=\"{}\"><span class=\"sign{}\">{}</span>"
                  "<code>{}</code> ",
                  style.links.id_of(change), kind_word(change.address.kind), effects_of(reviewed),
                  change.action == Action::create   ? " add"
                  : change.action == Action::remove ? " del"
                                                    : "",
                  html_escape(sign.empty() ? "·" : sign), html_escape(change.address.text()));
  html += fmt::format("<span class=\"name\">{}</span>",
                      html_escape(in_a_line ? resource_words(change, reviewed.fields, names)
                                            : named_words(change.type, change.name, change.id)));
  html += tags_html(reviewed);
  if (const auto more = line_words(change); !more.empty()) {
    const bool lost = change.action == Action::remove && !change.adopting;
    html += fmt::format(fmt::runtime(lost ? " <b class=\"lost\">{}</b>" : " {}"), more);
  }
  html += change.previous_address
              ? " has moved here from <code>" + html_escape(change.previous_address->text()) + "</code>"
              : "";
  FieldStyle fields;
  fields.credential_names = &names;
  fields.marks_replace = change.action == Action::replace;
  fields.all_places = !in_a_line;
  if (in_a_line) {
    html += style.whole ? folded_fields(reviewed, fields) : "";
  } else {
    const auto reason = reason_text(change.reason);
    html += reason.empty() ? "" : "<p class=\"quiet\">" + html_escape(reason) + "</p>\n";
    for (const auto& field : reviewed.fields) {
      html += field_html(field, fields);
    }
    html +=
        reviewed.told > 0 ? fmt::format("<p class=\"quiet\">{} told above</p>\n", counted(reviewed.told, "field")) : "";
  }
  return html + (in_a_line && change.affects.empty() ? "" : effects_html(change)) + "</article>\n";
}

class FlowsHtml
{
public:
  FlowsHtml(const Review& review, const ReviewHtmlStyle& style)
      : m_review(review),
        m_style(style),
        m_trees(style.plan, style.links)
  {
  }

  std::string write()
  {
    std::string html;
    for (const auto& line : flow_lines(m_review)) {
      if (line.flows.size() == 1) {
        html += flow_html(*line.flows.front());
        continue;
      }
      std::vector<std::string> names;
      std::transform(line.flows.begin(), line.flows.end(), std::back_inserter(names),
                     [](const FlowReview* flow) { return flow->name; });
      html += fmt::format("<details class=\"group {}\"><summary><b>{}</b> ({}), each: {}</summary><div class=\"in\">\n",
                          gravity_class(line.flows.front()->gravity), counted(names.size(), "flow"),
                          html_escape(first_of(names, 3)), html_escape(line.words));
      for (const auto* const flow : line.flows) {
        html += flow_html(*flow);
      }
      html += "</div></details>\n";
    }
    return html;
  }

private:
  std::string flow_html(const FlowReview& flow)
  {
    constexpr std::size_t k_most_open = 25; // beyond that only what a reviewer must see unfolds by itself
    const bool opens = !flow.is_told() && m_opened < k_most_open;
    m_opened += opens ? 1U : 0U;
    auto html = fmt::format("<details class=\"flow {}\"{}><summary><b>{}</b>{}</summary><div class=\"in\">\n",
                            gravity_class(flow.gravity), opens ? " open" : "", html_escape(flow.name),
                            html_escape(flow_words(flow)));
    html += m_trees.of_flow(flow.name);
    for (const auto& reviewed : flow.changes) {
      html += resource_html(reviewed, m_style);
    }
    return html + "</div></details>\n";
  }

  const Review& m_review;
  const ReviewHtmlStyle& m_style;
  FlowTreesHtml m_trees;
  std::size_t m_opened = 0;
};

} // namespace

std::string flows_html(const Review& review, const ReviewHtmlStyle& style)
{
  const auto html = FlowsHtml(review, style).write();
  return html.empty() ? html : "<h2>Flow by flow</h2>\n" + html;
}

} // namespace flowsync::view
