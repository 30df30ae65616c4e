#pragma once

#include "plan/binding.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::plan {

// A list showed it, and a read of it right after did not: somebody deletes it at this moment.
bool is_gone(const Inventory& inventory, const LiveResource& live);

// Several live resources that claim one address: by its mark (or that of an address that `moved:` leads from), or by
// its record where no other mark stands on it. Copies made in the UI claim nothing.
class Duplicates
{
public:
  Duplicates(const BindingInput& input, const MarkIndex& marks);

  // More than one resource each.
  const std::map<Address, std::vector<const LiveResource*>>& all() const { return m_all; }

  // Whether the address, or another one of its flow, is claimed twice: nothing of that flow is changed then.
  bool leave_alone(const Address& address) const;

  // The error that names them and the way out.
  void report(const Address& address, const Location& where, Diagnostics& diagnostics) const;

private:
  const BindingInput& m_input;
  std::map<Address, std::vector<const LiveResource*>> m_all;
  std::set<std::string> m_flows;
};

} // namespace flowsync::plan
