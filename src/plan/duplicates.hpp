#pragma once

#include "plan/binding.hpp"
#include "plan/moves.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::plan {

// A list showed it, and a read of it right after did not: somebody deletes it at this moment.
bool is_gone(const Inventory& inventory, const LiveResource& live);

// Several live resources that claim one address: by its mark, by the mark of one that `moved:` leads from, or by a
// record where no mark stands on them. Copies made in the UI claim nothing.
class Duplicates
{
public:
  // All must outlive it.
  Duplicates(const BindingInput& input, const MarkIndex& marks, const Moves& moves);

  struct Claim
  {
    const LiveResource* live;
    Address known_as; // by its mark or record
  };
  // More than one resource each, sorted by id.
  const std::map<Address, std::vector<Claim>>& all() const { return m_all; }

  // Whether the address, or another one of its flow, is claimed twice: nothing of that flow is changed then.
  bool leave_alone(const Address& address) const;
  // Whether what is known by that address has to stay there, because the one that it would move to is taken: nothing
  // else can come to it either.
  bool is_held(const Address& address) const { return m_held.contains(address); }

  // The error that names them and the way out.
  void report(const Address& address, const Location& where, Diagnostics& diagnostics) const;

private:
  void report_move(const Address& address, const Location& where, Diagnostics& diagnostics) const;
  void hold_back();

  const BindingInput& m_input;
  const Moves& m_moves;
  std::map<Address, std::vector<Claim>> m_claims;
  std::map<Address, std::vector<Claim>> m_all;
  std::set<Address> m_held;
  std::set<std::string> m_flows;
};

} // namespace flowsync::plan
