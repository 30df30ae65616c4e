#include "view/common_causes.hpp"

#include "base/natural_order.hpp"
#include "view/characters.hpp"
#include "view/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

namespace flowsync::view {

namespace {

using nlohmann::json;

// What became what.
struct Pair
{
  std::string before;
  std::string after;
  bool part = false;
};

// A reason that several fields may share.
struct Candidate
{
  std::string key;
  Pair pair;
};

bool is_letter(std::string_view character)
{
  const auto c = static_cast<unsigned char>(character[0]);
  return character.size() > 1 || std::isalnum(c) != 0 || c == '_';
}

bool is_of_name(std::string_view character)
{
  return is_letter(character) || character == "-" || character == ".";
}

// A text in words of such characters, and each other character by itself.
template <typename Joins>
std::vector<std::string> tokens_of(std::string_view text, const Joins& joins)
{
  std::vector<std::string> tokens;
  bool inside = false;
  for (const auto character : characters(text)) {
    const bool joined = joins(character);
    if (joined && inside) {
      tokens.back() += character;
    } else {
      tokens.emplace_back(character);
    }
    inside = joined;
  }
  return tokens;
}

// The one word that became another one wherever it stood, when that is all that changed.
template <typename Joins>
std::optional<Pair> replaced_word(std::string_view before, std::string_view after, const Joins& joins)
{
  const auto from = tokens_of(before, joins);
  const auto to = tokens_of(after, joins);
  if (from.size() != to.size() || from.size() < 2) {
    return std::nullopt;
  }
  std::optional<Pair> found;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (from[i] != to[i] && !found) {
      found = {from[i], to[i], true};
    }
  }
  for (std::size_t i = 0; found && i < from.size(); ++i) {
    if ((from[i] == found->before) != (from[i] != to[i]) || (from[i] != to[i] && to[i] != found->after)) {
      return std::nullopt;
    }
  }
  return found;
}

std::string shown_value(const plan::FieldChange& field, const std::optional<json>& value)
{
  return !value ? std::string(&value == &field.after && field.after_unknown ? "(known after apply)" : "")
                : inline_value(*value);
}

std::string key_of(const plan::FieldChange& field, std::string_view kind, const Pair& pair)
{
  return fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", kind, static_cast<int>(field.cause),
                     static_cast<int>(field.field_class), field.rotated, pair.before, pair.after);
}

// The reasons that a field may share with others, the ones that say the most with the fewest words first.
std::vector<Candidate> candidates_of(const plan::FieldChange& field)
{
  std::vector<Candidate> result;
  const Pair whole{shown_value(field, field.before), shown_value(field, field.after), false};
  const auto add = [&](const std::string& kind, const std::optional<Pair>& pair) {
    if (pair) {
      result.push_back({key_of(field, kind, *pair), *pair});
    }
  };
  if (!field.origin.variables.empty() && field.by_variable) {
    std::string variables = "v";
    for (const auto& [name, place] : field.origin.variables) {
      variables += fmt::format("\x1f{}\x1f{}:{}:{}", name, place.file, place.line, place.column);
    }
    if (field.before && field.after && !field.sensitive) {
      add(variables, replaced_word(whole.before, whole.after, is_of_name));
      add(variables, replaced_word(whole.before, whole.after, is_letter));
    }
    add(variables, whole);
  }
  add("p\x1f" + field.path, whole);
  return result;
}

bool in_order(const CausedField& a, const CausedField& b)
{
  const auto order = natural_order(a.change->address.text(), b.change->address.text());
  return order != 0 ? order < 0 : natural_order(a.field.path, b.field.path) < 0;
}

CommonCause cause_of(std::vector<CausedField> fields, const Pair& pair, bool by_variable)
{
  auto cause = cause_of(std::move(fields));
  cause.before = pair.before;
  cause.after = pair.after;
  cause.part = pair.part;
  if (by_variable) {
    cause.variables = cause.fields.front().field.origin.variables;
  }
  return cause;
}

} // namespace

CommonCause cause_of(std::vector<CausedField> fields)
{
  CommonCause cause;
  std::sort(fields.begin(), fields.end(), in_order);
  std::set<std::string> flows;
  std::set<const plan::ResourceChange*> resources;
  for (const auto& [change, field] : fields) {
    resources.insert(change);
    flows.insert(change->address.flow.empty() ? change->address.text() : change->address.flow);
  }
  cause.resources = resources.size();
  cause.flows = flows.size();
  cause.fields = std::move(fields);
  return cause;
}

std::vector<CommonCause> take_common_causes(std::vector<CausedField>& fields)
{
  std::vector<std::vector<Candidate>> candidates;
  std::unordered_map<std::string, std::size_t> counts;
  for (const auto& [change, field] : fields) {
    candidates.push_back(candidates_of(field));
    for (const auto& candidate : candidates.back()) {
      ++counts[candidate.key];
    }
  }
  struct Group
  {
    std::vector<std::size_t> members;
    Pair pair;
  };
  std::map<std::string, Group> groups;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Candidate* best = nullptr;
    for (const auto& candidate : candidates[i]) {
      best = best == nullptr || counts[candidate.key] > counts[best->key] ? &candidate : best;
    }
    auto& group = groups[best->key];
    group.members.push_back(i);
    group.pair = best->pair;
  }
  std::vector<CommonCause> causes;
  std::vector<bool> taken(fields.size(), false);
  for (const auto& [key, group] : groups) {
    if (group.members.size() < k_least_common) {
      continue;
    }
    std::vector<CausedField> members;
    for (const auto i : group.members) {
      taken[i] = true;
      members.push_back(fields[i]);
    }
    causes.push_back(cause_of(std::move(members), group.pair, key.starts_with('v')));
  }
  std::vector<CausedField> rest;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!taken[i]) {
      rest.push_back(std::move(fields[i]));
    }
  }
  fields = std::move(rest);
  std::sort(causes.begin(), causes.end(), [](const CommonCause& a, const CommonCause& b) {
    return a.fields.size() != b.fields.size() ? a.fields.size() > b.fields.size()
                                              : in_order(a.fields.front(), b.fields.front());
  });
  return causes;
}

} // namespace flowsync::view
