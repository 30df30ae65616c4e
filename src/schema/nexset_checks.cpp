#include "schema/nexset_checks.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "schema/present.hpp"
#include "schema/resource_checks.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>

namespace flowsync::schema {

namespace {

void conflict(const Entry& first, const Entry& second, std::string message, std::string hint, Findings& findings)
{
  findings.error("conflict", std::move(message), second.key_at, std::move(hint), underline_length(second.key));
  findings.relate(fmt::format("`{}` is here", first.key), first.key_at);
}

void check_kind_of_nexset(const Node& nexset, bool has_origin, Findings& findings)
{
  const auto* const detected = present(nexset, "detected");
  const auto* const from = present(nexset, "from");
  const auto* const transform = present(nexset, "transform");
  if (detected != nullptr && has_origin) {
    findings.error("conflict", "nothing is detected in a flow with an `origin`: that is for sources", detected->key_at,
                   "remove `detected`; a nexset without `from` comes from the origin", underline_length(detected->key));
  }
  if (detected == nullptr && from == nullptr && nexset.is_map() && !has_origin) {
    findings.error("missing-key", "a nexset is either detected or derived from another one", nexset.at,
                   "add `detected: {}` or `from: KEY`");
  }
  if (detected != nullptr && from != nullptr) {
    conflict(*detected, *from, "a detected nexset comes from the source, so it cannot have `from`",
             "remove `detected`, or remove `from`", findings);
  }
  if (detected != nullptr && transform != nullptr) {
    conflict(*detected, *transform, "a detected nexset cannot have a transform",
             "add a nexset `from` this one and put the transform there", findings);
  }
}

// The one selector of a detected nexset as text, "" for `{}`; reports several.
std::string selector_of(const Node& detected, Findings& findings)
{
  const Entry* first = nullptr;
  for (const auto* const word : {"index", "name", "has"}) {
    const auto* const entry = present(detected, word);
    if (entry != nullptr && first != nullptr) {
      conflict(*first, *entry, fmt::format("`{}` and `{}` both choose the detected nexset", first->key, entry->key),
               "keep one of them", findings);
    }
    first = first != nullptr ? first : entry;
  }
  if (first == nullptr) {
    return {};
  }
  std::string text = first->key + "=" + first->value->text();
  for (const auto& item : first->value->items()) {
    text += item->text() + ",";
  }
  return text;
}

void check_selectors(const Node& nexsets, Findings& findings)
{
  std::map<std::string, const Entry*> chosen;
  const Entry* first = nullptr;
  for (const auto& nexset : nexsets.items()) {
    const auto* const detected = present(*nexset, "detected");
    if (detected == nullptr || !detected->value->is_map()) {
      continue;
    }
    const auto selector = selector_of(*detected->value, findings);
    const auto [same, is_new] = chosen.emplace(selector, detected);
    const bool only_one = first != nullptr && (selector.empty() || chosen.count({}) != 0);
    if (only_one) {
      conflict(*first, *detected, "`detected: {}` means the only detected nexset, but this flow has several",
               "choose each by index, name or has", findings);
    } else if (!is_new) {
      conflict(*same->second, *detected, "two nexsets choose the same detected one", "keep one of them", findings);
    }
    first = first != nullptr ? first : detected;
  }
}

void check_transform(const Node& transform, Findings& findings)
{
  const auto* const file = present(transform, "file");
  const auto* const reference = present(transform, "ref");
  const auto* const type = present(transform, "type");
  if (file != nullptr && reference != nullptr) {
    conflict(*file, *reference, "a transform is either a file or a reference", "keep one of them", findings);
    return;
  }
  const auto* const form = file != nullptr ? file : reference;
  for (const auto& entry : transform.entries()) {
    const bool is_own_word =
        entry.key == "ref" || entry.key == "file" || entry.key == "type" || entry.key == "custom_config";
    const bool is_there = !entry.value->tombstone && !entry.key.starts_with("x-");
    if (form != nullptr && is_there && !is_own_word) {
      conflict(*form, entry,
               fmt::format("a transform with `{}` holds nothing else, but here is `{}`", form->key, excerpt(entry.key)),
               "write either the whole transform here, or only where it is", findings);
    }
  }
  if (type != nullptr && file == nullptr) {
    findings.error("conflict", "`type` names the language of a `file`, but there is none", type->key_at,
                   "add `file:`, or remove `type`", underline_length(type->key));
  }
}

} // namespace

void check_nexsets(const Node& nexsets, bool has_origin, Findings& findings)
{
  for (const auto& nexset : nexsets.items()) {
    check_kind_of_nexset(*nexset, has_origin, findings);
    check_resource(*nexset, ResourceKind::nexset, findings);
    if (const auto* const transform = present_value(*nexset, "transform");
        transform != nullptr && transform->is_map()) {
      check_transform(*transform, findings);
    }
  }
  check_selectors(nexsets, findings);
}

} // namespace flowsync::schema
