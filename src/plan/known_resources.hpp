#pragma once

#include "model/record.hpp"
#include "plan/mark_index.hpp"
#include "plan/tree.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::plan {

// A live resource that a record or a mark names for an address, whether the specs name it or not.
struct Claim
{
  Address address;
  const LiveResource* live = nullptr;
  std::string token; // by which `moved:` entries tell whether it came after them (plan/moves.hpp)
};

// By the state's records, where no mark says otherwise.
std::vector<Claim> claims_of_records(const StateData& state, const Inventory& inventory, const MarkIndex& marks);
// By marks that one resource alone carries.
std::vector<Claim> claims_of_marks(const MarkIndex& marks);

// Which live resource stands for which address.
struct KnownResources
{
  std::map<Address, LiveKey> bound;
  std::vector<std::string> notes; // what is known and cannot be told, for people
};

// What the table of identity said of all that the specs ask for (`by_table`; credentials are left out), and beside that
// what records, marks and `adopt` entries name; each resource once.
KnownResources known_resources(const std::map<Address, ResourceId>& by_table, const Desired& desired,
                               const StateData& state, const Inventory& inventory, const MarkIndex& marks);

} // namespace flowsync::plan
