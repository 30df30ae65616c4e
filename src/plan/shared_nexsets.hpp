#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"

namespace flowsync::plan {

// The sets that carry the name of a nexset that flows begin from (`origin: {nexset: {name: X}}`), by that name. None or
// several of one name are reported, and left out.
std::map<std::string, ResourceId> resolve_nexsets(const Desired& desired, const Inventory& inventory,
                                                  Diagnostics& diagnostics);

// The id of the set outside of the specs that this one is derived from, when its flow begins from a nexset by id or by
// a name that one set has.
std::optional<ResourceId> origin_set(const DesiredResource& desired, const Inventory& inventory);

} // namespace flowsync::plan
