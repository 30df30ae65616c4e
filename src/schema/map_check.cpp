#include "schema/map_check.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "schema/scalar_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::schema {

namespace {

constexpr std::string_view k_directive = "$";

// Written documents may give a value literally: {$value: null}.
const Node* literal_value(const Node& node, DocumentForm form)
{
  return form == DocumentForm::written && node.is_map() && node.entries().size() == 1 ? node.get("$value") : nullptr;
}

bool is_free(std::string_view key, const Rule& rule, DocumentForm form)
{
  return rule.is_free_key(key) && (form == DocumentForm::written || !key.starts_with(k_directive));
}

void unknown_key(const Entry& entry, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  auto names = rule.property_names();
  std::erase_if(names, [&](const auto& name) { return rule.property(name)->not_supported_yet; });
  std::string hint;
  if (const auto elsewhere = rule.elsewhere.find(entry.key); elsewhere != rule.elsewhere.end()) {
    hint = elsewhere->second;
  } else if (const auto meant = nearest(entry.key, names)) {
    hint = fmt::format("did you mean `{}`?", *meant);
  } else if (!names.empty()) {
    hint = fmt::format("the keys here are {}", join_words(names));
  }
  findings.error("unknown-key", fmt::format("{} has no key `{}`", place.path(), excerpt(entry.key)), entry.key_at,
                 std::move(hint), underline_length(entry.key));
}

void check_key_name(const Entry& entry, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  const auto name = make_scalar(NodeKind::string, entry.key, entry.key_at);
  const DocumentPlace here{&place, entry.key, nullptr, 0};
  if (rule.key_rule) {
    check_scalar(*name, *rule.key_rule, here, findings);
  }
}

void check_entry(const Entry& entry, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  if (findings.form() == DocumentForm::rendered && entry.value->tombstone) {
    return;
  }
  const DocumentPlace here{&place, entry.key, nullptr, 0};
  if (const auto* const known = rule.property(entry.key)) {
    if (known->not_supported_yet && entry.value->kind != NodeKind::null) {
      findings.not_supported_yet(entry.key, entry.key_at, underline_length(entry.key));
    }
    check_node(*entry.value, *known, here, findings);
  } else if (is_free(entry.key, rule, findings.form())) {
    return;
  } else if (!rule.allows_other_keys) {
    unknown_key(entry, rule, place, findings);
  } else {
    check_key_name(entry, rule, place, findings);
    if (rule.other_keys) {
      check_node(*entry.value, *rule.other_keys, here, findings);
    }
  }
}

void check_required(const Node& node, const Rule& rule, const std::vector<std::string>& names,
                    const DocumentPlace& place, Findings& findings)
{
  const auto removes = [&](const Entry& entry) {
    const auto* const known = rule.property(entry.key);
    return findings.form() == DocumentForm::rendered && entry.value->tombstone &&
           !(known != nullptr && known->null_is_value);
  };
  for (const auto& name : names) {
    const auto* const entry = node.find(name);
    if (entry == nullptr) {
      const auto* const known = rule.property(name);
      const bool explains = known != nullptr && !known->expects.empty();
      findings.error("missing-key", fmt::format("{} is missing the key `{}`", place.path(), name), node.at,
                     explains ? fmt::format("add `{}:`, {}", name, known->expects) : fmt::format("add `{}:`", name));
    } else if (removes(*entry)) {
      findings.error("missing-key",
                     fmt::format("{} is missing the key `{}`, which is removed here", place.path(), name),
                     entry->value->at, "take the `null` away, or set another value");
    }
  }
}

void check_map(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  check_required(node, rule, rule.required, place, findings);
  if (findings.form() == DocumentForm::rendered) {
    check_required(node, rule, rule.required_rendered, place, findings);
  }
  for (auto entry = node.entries().begin(); entry != node.entries().end() && !findings.full(); ++entry) {
    check_entry(*entry, rule, place, findings);
  }
}

void check_list(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  if (node.items().size() < rule.min_items) {
    findings.error("bad-value", fmt::format("{} must not be empty", place.words()), node.at,
                   "write at least one item, or leave the key out");
  }
  if (!rule.items) {
    return;
  }
  for (std::size_t i = 0; i < node.items().size(); ++i) {
    const auto& item = *node.items()[i];
    check_node(item, *rule.items, DocumentPlace{&place, {}, &item, i}, findings);
  }
}

} // namespace

void check_node(const Node& node, const Rule& rule, const DocumentPlace& place, Findings& findings)
{
  if (findings.full()) {
    return;
  }
  if (const auto* const literal = literal_value(node, findings.form())) {
    if (literal->kind != NodeKind::null) {
      check_node(*literal, rule, place, findings);
    }
    return;
  }
  if (!check_kind(node, rule, place, findings)) {
    return;
  }
  const auto fitting = std::find_if(rule.alternatives.begin(), rule.alternatives.end(), [&](const auto& alternative) {
    return (alternative->kinds & bit(node.kind)) != 0;
  });
  if (fitting != rule.alternatives.end()) {
    if (!is_open(node, rule, findings.form())) {
      check_node(node, **fitting, place, findings);
    }
  } else if (node.is_map()) {
    check_map(node, rule, place, findings);
  } else if (node.is_list()) {
    check_list(node, rule, place, findings);
  } else {
    check_scalar(node, rule, place, findings);
  }
}

} // namespace flowsync::schema
