#pragma once

#include "exec/single_reads.hpp"
#include "model/environment.hpp"

#include <functional>
#include <map>
#include <string>

namespace flowsync::exec {

// An account as its lists show it.
struct Account
{
  Identity identity;
  Inventory inventory;
  std::map<ResourceKind, std::string> unlisted; // lists that the service refused, and its words
};

// Opens the session, checks the organisation, and lists everything that a flow can use: sources, sets, sinks,
// credentials, flows and projects; code containers, transforms and lookups as far as the service gives them. Nothing
// is read by its id.
nexla::ApiResult<Account> list_account(nexla::Api& api, const Environment& environment, std::stop_token stop);

// The inventory with each of these read by its id, and for those sets whose transform shows nowhere yet with their
// sources under expand=1. What may not be read is in its `missing`. What it holds stays where it lies. `one_done` is
// told of every answer, from any thread.
nexla::ApiResult<Inventory> read_in_full(nexla::Api& api, Inventory inventory, const std::vector<Read>& reads,
                                         std::size_t threads, std::stop_token stop,
                                         const std::function<void()>& one_done);

} // namespace flowsync::exec
