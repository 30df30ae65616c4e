#pragma once

#include "nexla/api.hpp"

#include <mutex>
#include <set>
#include <string_view>
#include <vector>

namespace flowsync::nexla {

// Attribute transforms have paths of their own (API notes B8).
inline constexpr std::string_view k_attribute_transforms = "/attribute_transforms";

// Which transforms those are, as replies tell. Thread safe.
class TransformPaths
{
public:
  void are_of_attributes(const std::vector<LiveResource>& transforms)
  {
    const std::lock_guard lock(m_mutex);
    for (const auto& transform : transforms) {
      m_of_attributes.insert(transform.id);
    }
  }

  bool is_of_attributes(ResourceId id) const
  {
    const std::lock_guard lock(m_mutex);
    return m_of_attributes.contains(id);
  }

private:
  mutable std::mutex m_mutex;
  std::set<ResourceId> m_of_attributes;
};

// Two lists as one. Where both say a total that fits, so does the sum; what stands in both is counted once.
Listing join_lists(Listing one, Listing other);

} // namespace flowsync::nexla
