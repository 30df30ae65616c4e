#include "plan/desired_tree.hpp"

#include <set>

namespace flowsync::plan {

std::optional<Address> moved_to(const Desired& desired, const Address& from)
{
  std::optional<Address> to;
  std::set<Address> seen{from};
  Address at = from;
  for (bool going = true; going;) {
    going = false;
    for (const auto& move : desired.moves) {
      if (move.from == at && move.to && seen.insert(*move.to).second) {
        to = at = *move.to;
        going = true;
        break;
      }
    }
  }
  return to;
}

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
