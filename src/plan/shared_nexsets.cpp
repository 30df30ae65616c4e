#include "plan/shared_nexsets.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/fields.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

namespace {

std::vector<ResourceId> sets_called(const std::string& name, const Inventory& inventory)
{
  std::vector<ResourceId> ids;
  const auto sets = inventory.resources.find(ResourceKind::nexset);
  if (sets != inventory.resources.end()) {
    for (const auto& [id, live] : sets->second) {
      if (live.name == name) {
        ids.push_back(id);
      }
    }
  }
  return ids;
}

} // namespace

std::map<std::string, ResourceId> resolve_nexsets(const Desired& desired, const Inventory& inventory,
                                                  Diagnostics& diagnostics)
{
  std::map<std::string, ResourceId> ids;
  std::set<std::string> reported;
  for (const auto& resource : desired.resources) {
    const auto& name = resource.parent_name;
    if (name.empty() || ids.contains(name) || reported.contains(name)) {
      continue;
    }
    const auto found = sets_called(name, inventory);
    if (found.size() == 1) {
      ids[name] = found.front();
      continue;
    }
    reported.insert(name);
    const auto where = location(resource.origin_of(pointer_below("", k_set_parent_field)));
    std::vector<std::string> words;
    for (const auto id : found) {
      words.push_back(std::to_string(id));
    }
    if (found.empty()) {
      diagnostics.error("nexset-not-found",
                        fmt::format("no nexset called \"{}\" is visible to this user", printable(name)), where,
                        "ask its owner to share it, or name it by `id:`");
    } else {
      diagnostics.error(
          "ambiguous-nexset",
          fmt::format("{} nexsets are called \"{}\": {}", found.size(), printable(name), join_words(words)), where,
          "name the one that is meant by `id:`");
    }
  }
  return ids;
}

std::optional<ResourceId> origin_set(const DesiredResource& desired, const Inventory& inventory)
{
  const auto id = desired.document.find(k_set_parent_field);
  if (id != desired.document.end() && id->is_number_integer()) {
    return id->get<ResourceId>();
  }
  const auto found =
      desired.parent_name.empty() ? std::vector<ResourceId>{} : sets_called(desired.parent_name, inventory);
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

} // namespace flowsync::plan
