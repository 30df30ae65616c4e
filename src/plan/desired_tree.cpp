#include "plan/desired_tree.hpp"

#include <set>

namespace flowsync::plan {

std::vector<const DesiredResource*> parents_first(const Desired& desired)
{
  std::vector<const DesiredResource*> ordered;
  std::set<Address> placed;
  for (const auto& resource : desired.resources) {
    std::vector<const DesiredResource*> chain;
    for (const auto* next = &resource; next != nullptr && placed.insert(next->address).second;) {
      chain.push_back(next);
      next = next->parent ? desired.find(*next->parent) : nullptr;
    }
    ordered.insert(ordered.end(), chain.rbegin(), chain.rend());
  }
  return ordered;
}

} // namespace flowsync::plan
