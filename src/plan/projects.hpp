#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/plan.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::plan {

// The existing Nexla project of every flow that joins one by its name or id, by the address of what begins the flow.
// What is unknown or ambiguous becomes an error at the first flow that says it.
std::map<Address, ResourceId> resolve_projects(const Desired& desired, const std::vector<LiveProject>& projects,
                                               Diagnostics& diagnostics);

// The id of the project that a resource's flow joins; nothing where it joins none, or one that is not there yet.
std::optional<ResourceId> joined_project(const DesiredResource& desired, const Bindings& bindings);

// Whether a flow joins a project by a name or an id that stands for none, or by a name that stands for several.
bool joins_unknown_project(const DesiredResource& desired, const Bindings& bindings);

// Says of each project that the plan deletes how many flows it leaves: they stay, and only their membership goes (API
// notes B6).
void note_left_flows(const Inventory& inventory, Plan& plan);

} // namespace flowsync::plan
