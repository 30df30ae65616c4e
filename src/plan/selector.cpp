#include "plan/selector.hpp"

#include "base/text.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

bool has_attributes(const LiveResource& set, const std::vector<std::string>& wanted)
{
  for (const auto* const field : {"output_schema", "source_schema"}) {
    const auto* const properties = member(member(&set.body, field), "properties");
    if (properties != nullptr && std::all_of(wanted.begin(), wanted.end(),
                                             [&](const std::string& name) { return properties->contains(name); })) {
      return true;
    }
  }
  return false;
}

} // namespace

Selection select_detected(const DetectedSelector& selector, std::vector<const LiveResource*> sets)
{
  std::sort(sets.begin(), sets.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  if (selector.index) {
    if (*selector.index == 0 || *selector.index > sets.size()) {
      return NotDetectedYet{};
    }
    return sets[*selector.index - 1]->id;
  }
  std::erase_if(sets, [&](const LiveResource* set) {
    return (!selector.name.empty() && !matches_glob(set->name, selector.name)) ||
           (!selector.has.empty() && !has_attributes(*set, selector.has));
  });
  if (sets.empty()) {
    return NotDetectedYet{};
  }
  if (sets.size() == 1) {
    return sets.front()->id;
  }
  std::vector<std::string> found;
  for (const auto* const set : sets) {
    found.push_back(fmt::format("{} \"{}\"", set->id, set->name));
  }
  return fmt::format("{} detected sets fit: {}", sets.size(), join_words(found));
}

} // namespace flowsync::plan
