#pragma once

#include "model/live.hpp"
#include "nexla/api.hpp"

#include <functional>
#include <map>
#include <stop_token>
#include <utility>
#include <vector>

namespace flowsync::exec {

using Read = std::pair<ResourceKind, ResourceId>;

// What reads of single resources showed, each in its full form.
struct Readings
{
  std::vector<LiveResource> shown;
  std::map<Read, Inventory::Missing> missing; // 404 and 403
  std::vector<LiveResource> expanded_sources; // which tell of the sets below them
};

// Reads each resource by its id, up to `threads` at once. Errors but 404 and 403 end it. `one_done` is told of every
// answer, from any thread; it may be empty.
nexla::ApiResult<Readings> read_alone(nexla::Api& api, const std::vector<Read>& reads, std::size_t threads,
                                      std::stop_token stop, const std::function<void()>& one_done = {});

// Looks up the transforms of those derived sets among `sets` whose own reply did not show one: under expand=1 of their
// sources, one request a source, and where that does not show it either of themselves, which not every service has
// (API notes B2, B3, J2). `inventory`: what is known of them.
nexla::ApiResult<Readings> read_transforms(nexla::Api& api, const std::vector<Read>& sets, const Inventory& inventory,
                                           std::size_t threads, std::stop_token stop);

// Puts what was read into an inventory; what was known besides stays.
void take_in(Inventory& inventory, Readings readings);

} // namespace flowsync::exec
