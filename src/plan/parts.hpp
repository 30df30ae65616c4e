#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "model/target.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::plan {

// One part of one live resource.
struct PartKey
{
  ResourceKind type = ResourceKind::source;
  ResourceId id = 0;
  std::string part;

  auto operator<=>(const PartKey&) const = default;
};

struct PartsNeeded
{
  std::vector<PartKey> keys;
  std::map<LiveKey, Address> owners; // of everything bound, which triggers may name
};

// The parts that must be read before planning: of every bound resource (with targets, of those and what they need) the
// ones that the specs name, or that were applied last.
PartsNeeded parts_needed(const Desired& desired, const Inventory& inventory, const StateData& state,
                         const Targets& targets);

// Whether specs give access to some team, and to some user.
bool names_teams(const Desired& desired);
bool names_users(const Desired& desired);
// Whether every team that a resource's access names is among these.
bool knows_teams(const DesiredResource& desired, const std::map<std::string, ResourceId>& teams);
// The same of users, as far as this key may know.
bool knows_users(const DesiredResource& desired, const Inventory& inventory);

// Whether specs have some channel told that has to be set up.
bool names_channels(const Desired& desired);
// Whether every channel that a resource's notifications name is there, as far as this key may know.
bool knows_channels(const DesiredResource& desired, const Inventory& inventory);

// Whether specs have some flow run after another one.
bool names_triggers(const Desired& desired);
// Whether what a resource is to run after can be set, as far as is known: some installations have no triggers.
bool can_be_triggered(const DesiredResource& desired, const Inventory& inventory);
// What a resource is to run after.
std::vector<Address> triggered_by(const DesiredResource& desired);

// The ids of the teams that access is given to. Teams, users and channels that the account does not have, and
// triggers where it has none, become errors where the specs name them; where this key may not list users or channels,
// nothing is said of them.
std::map<std::string, ResourceId> resolve_people(const Desired& desired, const Inventory& inventory,
                                                 Diagnostics& diagnostics);

// Says which parts could not be read, and so are not compared: what this key may not see stops nothing.
void note_withheld(const DesiredResource& desired, const LiveResource& live, Diagnostics& diagnostics);

// Says of entries that were to go why they stay.
void note_irremovable(const DesiredResource& desired, const std::vector<std::string>& paths, Diagnostics& diagnostics);

} // namespace flowsync::plan
