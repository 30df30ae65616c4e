#include "view/review_html.hpp"

#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/field_html.hpp"
#include "view/markup.hpp"
#include "view/review_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::ResourceChange;

constexpr std::size_t k_most_items = 12; // of one kind of danger, each in a sentence; more are told together
constexpr std::size_t k_most_examples = 3;

// A sentence about a resource, its address a link.
std::string linked_sentence(const std::string& sentence, const ResourceChange* change, const PageLinks& links)
{
  const auto address = change != nullptr ? change->address.text() : std::string();
  const auto at = address.empty() ? std::string::npos : sentence.find(address);
  return at == std::string::npos ? html_escape(sentence)
                                 : html_escape(sentence.substr(0, at)) + links.address_html(*change) +
                                       html_escape(sentence.substr(at + address.size()));
}

// All of them, by the flows that are alike: none goes unnamed.
std::string named_html(const DangerLine& line)
{
  std::string html;
  if (line.changes.empty()) {
    for (const auto& name : line.names) {
      html += "<li>" + html_escape(name) + "</li>\n";
    }
    return "<ul>" + html + "</ul>";
  }
  for (const auto& alike : alike_flows(line.changes)) {
    html += fmt::format("<li><code>{}</code>", html_escape(join_words(alike.parts)));
    html += alike.flows.empty() ? ""
                                : fmt::format(" of {}: {}", counted(alike.flows.size(), "flow"),
                                              html_escape(fmt::format("{}", fmt::join(alike.flows, ", "))));
    html += "</li>\n";
  }
  return "<ul>" + html + "</ul>";
}

std::string cause_example(const CausedField& caused, bool named, const CredentialNames& names)
{
  FieldStyle style;
  style.credential_names = &names;
  style.owner = named ? caused.change->address.text() + " " : "";
  auto field = caused.field;
  field.origin = {};
  field.cause = plan::Cause::spec;
  return field_html(field, style);
}

} // namespace

PageLinks::PageLinks(std::string section, const Review& review) : m_section(std::move(section))
{
  std::size_t number = 0;
  for (const auto& line : flow_lines(review)) {
    for (const auto* const flow : line.flows) {
      for (const auto& reviewed : flow->changes) {
        m_numbers.emplace(reviewed.change, number++);
      }
    }
  }
}

std::string PageLinks::id_of(const ResourceChange& change) const
{
  const auto found = m_numbers.find(&change);
  return found == m_numbers.end() ? std::string() : fmt::format("{}r{}", m_section, found->second);
}

std::string PageLinks::address_html(const ResourceChange& change) const
{
  const auto id = id_of(change);
  const auto text = "<code>" + html_escape(change.address.text()) + "</code>";
  return id.empty() ? text : fmt::format("<a href=\"#{}\">{}</a>", id, text);
}

std::string dangers_html(const Review& review, const ReviewHtmlStyle& style)
{
  std::string html;
  for (const auto& line : danger_lines(review, style.plan.credential_names)) {
    const auto item = [&](const std::string& inside) {
      html += fmt::format("<li><b>{}</b>{}</li>\n", html_escape(line.sign), inside);
    };
    if (line.each.size() <= k_most_items) {
      for (const auto& sentence : line.each) {
        item(linked_sentence(sentence.words, sentence.about, style.links));
      }
    } else if (line.must_name) {
      item(fmt::format("{}:{}", html_escape(line.head), named_html(line)));
    } else {
      item(html_escape(fmt::format("{}: {}", line.head, first_of(line.names, k_most_examples))));
    }
  }
  const bool leaves = review.only_leaves();
  return html.empty() ? html
                      : fmt::format("<div class=\"box{}\"><h2>{}</h2>\n<ul class=\"dangers\">\n{}</ul></div>\n",
                                    leaves ? "" : " bad", leaves ? "What stays in Nexla" : "Look at this first", html);
}

std::string causes_html(const Review& review, const ReviewHtmlStyle& style)
{
  std::string html;
  for (const auto& cause : review.causes) {
    html += "<article class=\"cause\"><p>" + html_escape(cause_words(cause));
    if (cause.part) {
      html += fmt::format(": <code>{}</code> → <code>{}</code>, as in</p>\n", html_escape(cause.before),
                          html_escape(cause.after));
      const auto shown = std::min(k_most_examples, cause.fields.size());
      for (std::size_t i = 0; i < shown; ++i) {
        html += cause_example(cause.fields[i], true, style.plan.credential_names);
      }
      const auto more = cause.fields.size() - shown;
      html += more > 0 ? fmt::format("<p class=\"quiet\">and in {} more</p>\n", grouped(more)) : "";
    } else {
      html += "</p>\n";
      html += cause.suspension ? "" : cause_example(cause.fields.front(), false, style.plan.credential_names);
      html +=
          fmt::format("<p class=\"quiet\">in {}</p>\n", html_escape(first_of(addresses_of(cause), k_most_examples)));
    }
    html += "</article>\n";
  }
  return html.empty() ? html : "<h2>Causes of several changes</h2>\n" + html;
}

} // namespace flowsync::view
