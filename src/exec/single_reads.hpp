#pragma once

#include "model/live.hpp"
#include "nexla/api.hpp"

#include <functional>
#include <stop_token>
#include <utility>
#include <vector>

namespace flowsync::exec {

using Read = std::pair<ResourceType, ResourceId>;

// Reads each resource by its id, up to `threads` at once, and merges the replies into `inventory`; 404 and 403 become
// `missing`. Any other error ends it. `one_done` is told of every answer, from any thread; it may be empty.
nexla::ApiResult<Done> read_alone(nexla::Api& api, const std::vector<Read>& reads, std::size_t threads,
                                  Inventory& inventory, std::stop_token stop,
                                  const std::function<void()>& one_done = {});

// Puts the full form of a resource, read just now, into the inventory; what was known besides stays.
void keep_reading(Inventory& inventory, LiveResource reply);

// Looks up the transforms of those derived sets among `sets` whose own reply did not show one: under expand=1 of their
// sources, one request a source, and where that does not show it either of themselves, which not every service has
// (API notes B2, B3, J2).
nexla::ApiResult<Done> read_transforms(nexla::Api& api, const std::vector<Read>& sets, std::size_t threads,
                                       Inventory& inventory, std::stop_token stop);

} // namespace flowsync::exec
