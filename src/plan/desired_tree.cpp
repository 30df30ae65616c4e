#include "plan/desired_tree.hpp"

namespace flowsync::plan {

std::vector<const DesiredResource*> parents_first(const Desired& desired)
{
  std::vector<const DesiredResource*> ordered;
  ordered.reserve(desired.resources.size());
  std::vector<bool> placed(desired.resources.size());
  const auto place = [&](const DesiredResource& resource) {
    const auto index = static_cast<std::size_t>(&resource - desired.resources.data());
    const bool fresh = !placed[index];
    placed[index] = true;
    return fresh;
  };
  for (const auto& resource : desired.resources) {
    std::vector<const DesiredResource*> chain;
    for (const auto* next = &resource; next != nullptr && place(*next);) {
      chain.push_back(next);
      next = next->parent ? desired.find(*next->parent) : nullptr;
    }
    ordered.insert(ordered.end(), chain.rbegin(), chain.rend());
  }
  return ordered;
}

} // namespace flowsync::plan
