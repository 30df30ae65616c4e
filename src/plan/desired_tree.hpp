#pragma once

#include "model/desired.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace flowsync::plan {

// Where `moved:` entries lead, chains followed. Work grows with the number of entries, however long their chains are.
class Moves
{
public:
  explicit Moves(const Desired& desired);

  // The address that entries lead to from this one; nothing when there is none. In a circle, the last one before it
  // closes.
  std::optional<Address> to(const Address& from) const;
  // How many entries were followed to find all ends.
  std::size_t steps() const { return m_steps; }

private:
  void follow(const Address& from, const std::map<Address, Address>& next);

  std::map<Address, Address> m_ends;
  std::size_t m_steps = 0;
};

// The same for one address.
std::optional<Address> moved_to(const Desired& desired, const Address& from);

// Desired addresses with parents before children, otherwise sorted.
std::vector<const DesiredResource*> parents_first(const Desired& desired);

} // namespace flowsync::plan
