#include "view/plan_html.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markup.hpp"
#include "view/plan_words.hpp"
#include "view/review_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

constexpr std::string_view k_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>flowsync plan</title>
<style>
body { font: 15px/1.45 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }
pre { background: #f6f8fa; overflow-x: auto; padding: .8em; }
.add { color: #116329; } .change { color: #7d4e00; } .remove { color: #a40e26; } .quiet { color: #57606a; }
summary { cursor: pointer; }
</style>
</head>
<body>
)";

// One line of the text plan with a class by its sign.
std::string line_html(std::string_view line)
{
  const auto at = line.find_first_not_of(' ');
  const char sign = at == std::string_view::npos ? ' ' : line[at];
  const std::string_view style = sign == '+'   ? "add"
                                 : sign == '-' ? "remove"
                                 : sign == '~' ? "change"
                                 : sign == '#' ? "quiet"
                                               : "";
  std::string escaped;
  for (const auto part : split(line, '\t')) {
    escaped += (escaped.empty() ? "" : "\t") + html_escape(part);
  }
  return style.empty() ? escaped + "\n" : fmt::format("<span class=\"{}\">{}</span>\n", style, escaped);
}

std::string pre_html(const std::string& text)
{
  std::string result = "<pre>";
  for (const auto line :
       split(trim(text).empty() ? text : std::string_view(text).substr(0, text.find_last_not_of('\n') + 1), '\n')) {
    result += line_html(line);
  }
  return result + "</pre>\n";
}

std::string problem_html(const Diagnostic& item)
{
  const auto place = place_text(item.where);
  return fmt::format("<li>{}{}: {} {}</li>\n", place.empty() ? "" : html_escape(place) + " ",
                     item.severity == Severity::error ? "error" : "warning", html_escape(item.message),
                     html_escape(item.hint));
}

} // namespace

std::string html_escape(std::string_view text)
{
  std::string result;
  for (const char c : markup_escape(text)) {
    if (c == '\'') {
      result += "&#39;";
    } else {
      result += c;
    }
  }
  return result;
}

namespace {

std::string problems_html(const Diagnostics& diagnostics)
{
  std::string list;
  for (const auto& item : diagnostics.items()) {
    list += problem_html(item);
  }
  return list.empty() ? list : "<ul>\n" + list + "</ul>\n";
}

std::string section_html(const plan::Plan& plan, PlanTextOptions options)
{
  options.credential_names = &plan.credential_names;
  auto page =
      fmt::format("<h1>flowsync plan: {}</h1>\n<p><strong>{}</strong></p>\n{}<p class=\"quiet\">Project {}{}, {}</p>\n",
                  html_escape(plan.environment), html_escape(plan_sentence(plan)),
                  plan.without_history == 0 ? "" : fmt::format("<p><strong>{}</strong></p>\n", history_sentence(plan)),
                  html_escape(plan.project), plan.commit.empty() ? "" : ", commit " + html_escape(plan.commit),
                  format_timestamp(plan.time));
  for (const auto& refusal : plan.refusals.items()) {
    page += fmt::format("<p class=\"remove\"><strong>Blocked:</strong> {} [{}] {}</p>\n", html_escape(refusal.message),
                        html_escape(refusal.code), html_escape(refusal.hint));
  }
  page += problems_html(plan.diagnostics);
  const auto review = review_of(plan);
  for (const auto& part : {dangers_text(review, options), causes_text(review, options), flows_text(review, options)}) {
    page += part.empty() ? "" : pre_html(part);
  }
  for (const auto& flow : review.flows) {
    for (const auto& reviewed : flow.changes) {
      const auto& change = *reviewed.change;
      page += fmt::format("<details{}><summary>{} {}</summary>\n{}</details>\n", reviewed.is_told() ? "" : " open",
                          html_escape(change.address.text()), html_escape(change_sentence(change)),
                          pre_html(change_text(change, options)));
    }
  }
  page += "<details><summary>The whole plan as text</summary>\n" + pre_html(plan_text(plan, options)) + "</details>\n";
  page += fmt::format("<p class=\"quiet\">Digest {}</p>\n", html_escape(plan.actions_digest));
  return page;
}

std::string unmade_html(const plan::Plan& plan)
{
  return fmt::format("<h1>flowsync plan{}</h1>\n<p class=\"remove\"><strong>There is no plan: it could not be "
                     "made.</strong></p>\n{}",
                     plan.environment.empty() ? "" : ": " + html_escape(plan.environment),
                     problems_html(plan.diagnostics));
}

} // namespace

std::string plans_html(const std::vector<plan::Plan>& plans, const PlanTextOptions& given)
{
  auto options = given;
  options.paint = Paint(false);
  std::string page(k_head);
  for (const auto& plan : plans) {
    page += plan.made ? section_html(plan, options) : unmade_html(plan);
  }
  return page + "</body>\n</html>\n";
}

std::string plan_html(const plan::Plan& plan, const PlanTextOptions& options)
{
  return plans_html({plan}, options);
}

} // namespace flowsync::view
