#pragma once

#include "exporter/pipelines.hpp"

#include <vector>

namespace flowsync::exporter {

// The static lookups, reusable transforms, reusable code and projects of an account, used or not.
std::vector<const LiveResource*> shared_in(const Inventory& inventory);

// The static lookups whose ids stand in the configs and transforms of these resources.
std::vector<const LiveResource*> lookups_in(const std::vector<const LiveResource*>& resources,
                                            const Inventory& inventory);

// The transforms and code that these resources use and the account lists.
std::vector<const LiveResource*> code_in(const std::vector<const LiveResource*>& resources, const Inventory& inventory);

// The project with a name that the flow of this resource, its origin, is in; null when it is in none.
const LiveProject* project_of(const LiveResource& live, const Inventory& inventory);
// The projects that flows of these resources are in, by id, as their list shows them.
std::vector<const LiveResource*> projects_in(const std::vector<const LiveResource*>& resources,
                                             const Inventory& inventory);

// Every resource of these pipelines, each once, parents first.
std::vector<const LiveResource*> resources_of(const std::vector<Pipeline>& pipelines);

} // namespace flowsync::exporter
