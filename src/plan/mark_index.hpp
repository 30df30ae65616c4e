#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/ownership.hpp"

#include <map>
#include <unordered_map>
#include <vector>

namespace flowsync::plan {

// Resources that carry a mark of this project and environment. The inventory must outlive it.
class MarkIndex
{
public:
  MarkIndex(const Desired& desired, const Inventory& inventory, Diagnostics& diagnostics);

  // Those marked with this address, copies made in the UI left out.
  const std::vector<const LiveResource*>& marked(const Address& address) const;
  const std::map<Address, std::vector<const LiveResource*>>& all() const { return m_by_address; }

  // What the marks of one resource say.
  SeenMark read(const LiveResource& live) const;

private:
  MarkOwner m_owner;
  std::unordered_map<const LiveResource*, SeenMark> m_seen; // of the inventory's resources those with a mark
  std::map<Address, std::vector<const LiveResource*>> m_by_address;
};

} // namespace flowsync::plan
