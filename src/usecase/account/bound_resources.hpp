#pragma once

#include "model/record.hpp"
#include "plan/tree.hpp"
#include "usecase/project/workspace.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::usecase {

// What the state of an environment remembers. Throws Fatal when it cannot be read.
StateData recorded_state(const Settings& settings, const CommandContext& context);

// Which live resource stands for which address: what the table of identity says of all that the specs ask for, and
// beside that what the state remembers (unless a mark says otherwise), marks and `adopt` entries. The specs may have
// errors. `notes`: what is known and cannot be told, for people.
std::map<Address, plan::LiveKey> bound_resources(const Settings& settings, const StateData& state,
                                                 const Inventory& inventory, const Identity& identity,
                                                 const CommandContext& context, std::vector<std::string>& notes);

} // namespace flowsync::usecase
