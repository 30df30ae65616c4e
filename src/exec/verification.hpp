#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "nexla/api.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::exec {

// A resource with a `verify:` and what it is in the service.
struct ToVerify
{
  const DesiredResource* wanted = nullptr;
  LiveKey key;
};

// How that came out.
struct Verified
{
  bool kept = false;
  bool told = true; // false: the service could not be asked, so nothing is known
  std::string why;  // of what was not kept: "a sample of 10 records has no sku"; may hold service text
};

// Looks until each has come true or its time is up; `since` is when the apply began, by the service's clock. One result
// for each, in their order. A requested `stop` ends the waiting.
std::vector<Verified> verify(nexla::Api& api, const std::vector<ToVerify>& wanted, WallTime since, Clock& clock,
                             std::stop_token stop);

// Pauses those that run, in this order.
nexla::ApiResult<Done> pause_running(nexla::Api& api, const std::vector<LiveKey>& resources);

} // namespace flowsync::exec
