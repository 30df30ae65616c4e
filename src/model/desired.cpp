#include "model/desired.hpp"

#include <algorithm>

namespace flowsync {

const DesiredResource* Desired::find(const Address& address) const
{
  const auto found = std::lower_bound(
      resources.begin(), resources.end(), address,
      [](const DesiredResource& resource, const Address& sought) { return resource.address < sought; });
  return found != resources.end() && found->address == address ? &*found : nullptr;
}

} // namespace flowsync
