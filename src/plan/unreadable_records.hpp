#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"

#include <utility>
#include <vector>

namespace flowsync::plan {

// Resources whose recorded ids may not be read. There is one cause for all of them, the key, so they are told in the
// same words, each at its own place.
class UnreadableRecords
{
public:
  void add(const DesiredResource& desired, ResourceId id) { m_all.emplace_back(&desired, id); }
  void report(Diagnostics& diagnostics) const;

private:
  std::vector<std::pair<const DesiredResource*, ResourceId>> m_all;
};

} // namespace flowsync::plan
