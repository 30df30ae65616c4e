#include "nexla/transform_paths.hpp"

#include <map>

namespace flowsync::nexla {

Listing join_lists(Listing one, Listing other)
{
  const auto fits = [](const Listing& list) { return !list.total_header || *list.total_header == list.items.size(); };
  const bool fitting = fits(one) && fits(other);
  std::map<ResourceId, LiveResource> items;
  for (auto* const list : {&one, &other}) {
    for (auto& item : list->items) {
      items.insert_or_assign(item.id, std::move(item));
    }
  }
  Listing joined{{}, one.whole && other.whole, std::nullopt};
  for (auto& [id, live] : items) {
    joined.items.push_back(std::move(live));
  }
  if (!fitting) {
    joined.total_header = one.total_header.value_or(0) + other.total_header.value_or(0);
  }
  return joined;
}

} // namespace flowsync::nexla
