#include "schema/flow_graph.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace flowsync::schema {

namespace {

using Keyed = std::map<std::string, const Node*>; // key -> the nexset or sink

// The resources of a list by their keys; reports keys that occur twice.
Keyed by_key(const Node& spec, std::string_view list, Findings& findings)
{
  Keyed found;
  const auto* const items = present_value(spec, list);
  if (items == nullptr) {
    return found;
  }
  for (const auto& item : items->items()) {
    const auto* const key = known_text(*item, "key");
    if (key == nullptr) {
      continue;
    }
    const auto [first, is_new] = found.emplace(key->text(), item.get());
    if (!is_new) {
      findings.error("duplicate-key", fmt::format("two {} have the key `{}`", list, excerpt(key->text())), key->at,
                     "give each a key of its own", width(*key));
      findings.relate("the first one is here", first->second->get("key")->at);
    }
  }
  return found;
}

void check_parent(const Node& item, const Keyed& nexsets, bool has_origin, Findings& findings)
{
  const auto* const from = known_text(item, "from");
  if (from == nullptr || nexsets.count(from->text()) != 0) {
    return;
  }
  std::vector<std::string> keys;
  for (const auto& [key, unused] : nexsets) {
    keys.push_back(key);
  }
  const auto meant = nearest(from->text(), keys);
  // What comes from the origin is a nexset of this flow too, so that sinks have one to hang from.
  std::string hint =
      has_origin ? fmt::format("add a nexset with this key, `{{key: {}}}`: without `from` it comes from the origin",
                               excerpt(from->text()))
                 : "add a nexset with this key, for example `{key: orders, detected: {}}`";
  if (meant) {
    hint = fmt::format("did you mean `{}`?", *meant);
  } else if (!keys.empty()) {
    hint = fmt::format("the nexsets of this flow are {}", join_words(keys));
  }
  findings.error("unknown-nexset", fmt::format("this flow has no nexset `{}`", excerpt(from->text())), from->at,
                 std::move(hint), width(*from));
}

std::string parent_of(const Keyed& nexsets, const std::string& key)
{
  const auto found = nexsets.find(key);
  const auto* const from = found != nexsets.end() ? known_text(*found->second, "from") : nullptr;
  return from != nullptr ? from->text() : std::string();
}

// Follows `from` upwards from every nexset; a circle is reported once, at its first key in alphabetical order.
void check_circles(const Keyed& nexsets, Findings& findings)
{
  std::map<std::string, int> visited; // key -> number of the walk that came through it
  int walk = 0;
  for (const auto& [start, unused] : nexsets) {
    ++walk;
    std::vector<std::string> path;
    std::string key = start;
    while (!key.empty() && visited.count(key) == 0) {
      visited[key] = walk;
      path.push_back(key);
      key = parent_of(nexsets, key);
    }
    const auto circle = key.empty() || visited[key] != walk ? path.end() : std::find(path.begin(), path.end(), key);
    if (circle == path.end()) {
      continue;
    }
    std::string words;
    for (auto step = circle; step != path.end(); ++step) {
      words += *step + " from ";
    }
    const auto* const from = nexsets.at(*circle)->get("from");
    findings.error("cycle", fmt::format("these nexsets are derived from one another: {}{}", words, *circle), from->at,
                   "let one of them come from a detected nexset", width(*from));
  }
}

} // namespace

void check_graph(const Node& spec, Findings& findings)
{
  const auto nexsets = by_key(spec, "nexsets", findings);
  const auto sinks = by_key(spec, "sinks", findings);
  for (const auto* const all : {&nexsets, &sinks}) {
    for (const auto& [key, item] : *all) {
      check_parent(*item, nexsets, present(spec, "origin") != nullptr, findings);
    }
  }
  check_circles(nexsets, findings);
}

} // namespace flowsync::schema
