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

// The id of every existing Nexla project that a flow joins by its name; unknown and ambiguous names become errors at
// the flow that says them.
std::map<std::string, ResourceId> resolve_projects(const Desired& desired, const std::vector<LiveProject>& projects,
                                                   Diagnostics& diagnostics);

// The id of the project that a resource's flow joins; nothing where it joins none, or one that is not there yet.
std::optional<ResourceId> joined_project(const DesiredResource& desired, const Bindings& bindings);

// Whether a flow joins a project by a name that stands for none, or for several.
bool joins_unknown_project(const DesiredResource& desired, const Bindings& bindings);

// Says of each project that the plan deletes how many flows it leaves: they stay, and only their membership goes (API
// notes B6).
void note_left_flows(const Inventory& inventory, Plan& plan);

} // namespace flowsync::plan
