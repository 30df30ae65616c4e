#include "plan/elsewhere.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

// What a set or sink hangs from.
const LiveResource* live_parent(const Inventory& inventory, const LiveResource& live)
{
  if (live.parent_set_id) {
    return inventory.find(ResourceKind::nexset, *live.parent_set_id);
  }
  return live.source_id ? inventory.find(ResourceKind::source, *live.source_id) : nullptr;
}

} // namespace

std::optional<Elsewhere> adopted_by_another(const Desired& desired, ResourceKind type, ResourceId id)
{
  const auto& entries = desired.adopted_elsewhere;
  const auto entry =
      std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.stands_for(type, id); });
  if (entry == entries.end()) {
    return std::nullopt;
  }
  return Elsewhere{entry->environment,
                   fmt::format("{} adopts it for {} ({}:{})", entry->environment, entry->address.text(),
                               printable(entry->origin.file), entry->origin.line)};
}

std::optional<Elsewhere> owned_elsewhere(const BindingInput& input, const MarkIndex& marks, const LiveResource& live)
{
  if (auto entry = adopted_by_another(input.desired, live.type, live.id)) {
    return entry;
  }
  auto around = input.tree.below(live.type, live.id);
  constexpr std::size_t k_longest_chain = 100; // the service would not make a circle, but nobody proves it
  for (const auto* parent = live_parent(input.inventory, live); parent != nullptr && around.size() < k_longest_chain;
       parent = live_parent(input.inventory, *parent)) {
    around.push_back(parent);
  }
  for (const auto* const other : around) {
    const auto seen = marks.read(*other);
    if (!seen.is_of_others()) {
      continue;
    }
    const auto environment = seen.mark.project == input.desired.project
                                 ? seen.mark.environment
                                 : fmt::format("{}/{}", seen.mark.project, seen.mark.environment);
    return Elsewhere{environment,
                     fmt::format("{} {} of the same flow carries the mark of {} {}", type_name(other->type), other->id,
                                 environment, seen.mark.address.text())};
  }
  return std::nullopt;
}

} // namespace flowsync::plan
