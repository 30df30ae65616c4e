#pragma once

#include "exporter/pipelines.hpp"

#include <vector>

namespace flowsync::exporter {

// The static lookups, reusable transforms and reusable code of an account, used or not.
std::vector<const LiveResource*> shared_in(const Inventory& inventory);

// The static lookups whose ids stand in the configs and transforms of these resources.
std::vector<const LiveResource*> lookups_in(const std::vector<const LiveResource*>& resources,
                                            const Inventory& inventory);

// Every resource of these pipelines, each once, parents first.
std::vector<const LiveResource*> resources_of(const std::vector<Pipeline>& pipelines);

} // namespace flowsync::exporter
