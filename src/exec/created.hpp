#pragma once

#include "exec/calls.hpp"

#include <functional>

namespace flowsync::exec {

// A resource that this run has created: what was sent, and what the service answered.
struct Created
{
  LiveKey key;
  nlohmann::json body;
  LiveResource reply;
};

// Activates or pauses it where its status is not what the specs want.
void start_created(Run& run, const DesiredResource& wanted, const LiveKey& key, const std::string& status);

// Reads back configuration, mark and status, repairs what was not kept and records the rest. The reply to the create
// counts as the reading where it shows all that was sent as it was sent, and a flow read since shows the resource with
// its mark and status: a reply alone proves nothing (API notes F15). `wrote` is told what was done.
void finish_created(Run& run, const DesiredResource& wanted, const Created& created,
                    const std::function<void(const std::string&)>& wrote);

} // namespace flowsync::exec
