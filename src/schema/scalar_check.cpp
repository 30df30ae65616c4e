#include "schema/scalar_check.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace flowsync::schema {

namespace {

std::string expected_kinds(Kinds kinds)
{
  std::vector<std::string> words;
  const bool any_number = (kinds & bit(NodeKind::real)) != 0;
  for (const auto kind : {NodeKind::boolean, NodeKind::integer, NodeKind::real, NodeKind::string, NodeKind::list,
                          NodeKind::map, NodeKind::null}) {
    const bool is_shown = (kinds & bit(kind)) != 0 && !(kind == NodeKind::integer && any_number) &&
                          !(kind == NodeKind::null && kinds != bit(NodeKind::null));
    if (is_shown) {
      words.emplace_back(describe(kind));
    }
  }
  return join_words(words, "or");
}

std::string kind_hint(const Node& node, Kinds kinds, const std::string& expects)
{
  if (!expects.empty()) {
    return "write " + expects;
  }
  const bool wants_text = (kinds & bit(NodeKind::string)) != 0;
  if (wants_text && node.is_scalar() && node.kind != NodeKind::null) {
    return "put it in quotes";
  }
  if ((kinds & bit(NodeKind::boolean)) != 0 && node.is_string()) {
    return "write true or false, without quotes";
  }
  if ((kinds & bit(NodeKind::integer)) != 0 && node.is_string() &&
      plain_scalar_kind(node.text()) == NodeKind::integer) {
    return "write it without quotes";
  }
  if ((kinds & bit(NodeKind::list)) != 0 && (kinds & bit(NodeKind::map)) == 0 && !node.is_list()) {
    return "begin each item with `- `, or write [one, two]";
  }
  return {};
}

// "a", "b" or "c" of an enum.
std::string listed(const std::vector<std::string>& values)
{
  return join_words(values, "or");
}

void check_values(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  const auto& text = node.text();
  const auto& later = rule.values_not_supported_yet;
  if (std::find(later.begin(), later.end(), text) != later.end()) {
    findings.not_supported_yet(fmt::format("{}: {}", excerpt(place.key), text), node.at, width(node));
  } else if (!rule.values.empty() && std::find(rule.values.begin(), rule.values.end(), text) == rule.values.end()) {
    const auto meant = nearest(text, rule.values);
    findings.error("bad-value", fmt::format("{} cannot be `{}`", place.words(), excerpt(text)), node.at,
                   meant ? fmt::format("did you mean `{}`?", *meant) : fmt::format("write {}", listed(rule.values)),
                   width(node));
  }
}

void check_text(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  const auto& text = node.text();
  if (text.size() < rule.min_length) {
    findings.error("bad-value", fmt::format("{} must not be empty", place.words()), node.at,
                   "write a value, or leave the key out");
    return;
  }
  if (rule.max_length && text.size() > *rule.max_length) {
    findings.error(
        "bad-value",
        fmt::format("{} is {} characters long, {} are allowed", place.words(), text.size(), *rule.max_length), node.at,
        "", width(node));
    return;
  }
  constexpr std::size_t k_longest_matched = 512; // what a pattern describes is never longer
  if (rule.pattern && (text.size() > k_longest_matched || !rule.pattern->matches(text))) {
    findings.error("bad-value", fmt::format("{} cannot be `{}`", place.words(), excerpt(text)), node.at,
                   rule.expects.empty() ? std::string() : "write " + rule.expects, width(node));
    return;
  }
  check_values(node, rule, place, findings);
}

} // namespace

bool is_open(const Node& node, const Rule& rule, DocumentForm form)
{
  if (!node.is_string() || !rule.allows_reference) {
    return false;
  }
  return form == DocumentForm::rendered ? node.deferred : has_template_syntax(node.text());
}

bool check_kind(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  Kinds kinds = rule.kinds;
  if (findings.form() == DocumentForm::rendered && !rule.null_is_value && kinds != k_any_kind) {
    kinds &= ~bit(NodeKind::null);
  }
  if ((kinds & bit(node.kind)) != 0) {
    return true;
  }
  if (is_open(node, rule, findings.form())) {
    const auto pieces = parse_template(node.text());
    if (findings.form() == DocumentForm::rendered || (pieces.size() == 1 && pieces[0].kind != PieceKind::text)) {
      return true;
    }
  }
  findings.error("wrong-type",
                 fmt::format("{} must be {}, not {}", place.words(), expected_kinds(kinds), describe(node.kind)),
                 node.at, kind_hint(node, kinds, rule.expects), width(node));
  return false;
}

void check_scalar(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  if (is_open(node, rule, findings.form())) {
    return;
  }
  if (node.is_string()) {
    check_text(node, rule, place, findings);
  }
  const bool is_number = node.kind == NodeKind::integer || node.kind == NodeKind::real;
  if (is_number && rule.minimum && std::strtod(node.text().c_str(), nullptr) < *rule.minimum) {
    findings.error("bad-value", fmt::format("{} must be at least {}", place.words(), *rule.minimum), node.at, "",
                   width(node));
  }
}

} // namespace flowsync::schema
