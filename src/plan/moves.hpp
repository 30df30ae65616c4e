#pragma once

#include "model/desired.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>

namespace flowsync::plan {

// What `moved:` entries say, as one step for everything that exists: a thing goes from its address to the first one on
// its way that the specs name, and keeps its id. So a chain of old renames leads to its end, and where addresses are
// used anew things take one another's places.
//
// Entries stay in the specs after they were applied. Where one leads away from an address that the specs name, what
// stands there may have come after it: that is told by a token in its mark (model/mark.hpp), and without a mark by the
// record.
class Moves
{
public:
  // `desired` must outlive it.
  explicit Moves(const Desired& desired);

  // Where entries lead to from an address; nothing when they lead to nothing that the specs name.
  std::optional<Address> to(const Address& from) const;
  // Where the thing that is known by an address belongs, by the token that it carries; the address itself when nothing
  // leads away.
  Address now(const Address& known_as, const std::string& token) const;
  // The token that stands for the entry which leads away from an address; "" when none does.
  std::string token(const Address& address) const;
  // The token for what comes to an address, or is made there: "" unless an entry would lead it away again.
  std::string token_to_write(const Address& address) const;
  // Whether an entry leads away from the address, to whatever it may be, or says that it is another thing.
  bool declares(const Address& from) const;
  // Where that entry is written.
  Origin origin(const Address& from) const;
  // How many entries were followed to find all ends.
  std::size_t steps() const { return m_steps; }

private:
  std::optional<Address> step(const Address& from) const;
  std::optional<Address> end_of_way(const Address& from) const;

  const Desired& m_desired;
  std::map<Address, const Move*> m_moves;
  std::map<std::string, const FlowMove*> m_flows;
  std::map<Address, std::optional<Address>> m_ends; // of the entries for single addresses
  std::size_t m_steps = 0;
};

} // namespace flowsync::plan
