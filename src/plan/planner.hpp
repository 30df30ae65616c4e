#pragma once

#include "base/secret.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "model/target.hpp"
#include "plan/plan.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::plan {

using flowsync::Targets;

struct PlanRequest
{
  Targets targets;
  bool prune = false;                    // delete what the specs do not name any more
  bool rebind = false;                   // choose lost detected sets anew
  std::map<std::string, Secret> secrets; // those that this run was given; a plan does without them as well as it can
};

// The plan for `desired` on what `inventory` shows, with what `state` remembers. No side effects; the same inputs give
// the same plan. Problems (duplicate or foreign marks, ambiguous credentials, look-alikes) become diagnostics and
// blocked addresses; the rest is planned. `time`, `commit`, `requests.used` and `refresh` are left to the caller.
Plan make_plan(const Desired& desired, const Inventory& inventory, const StateData& state, const Identity& identity,
               const PlanRequest& options);

// Resources that must be read one by one before planning: recorded ones that the lists do not show; bound ones whose
// fingerprint moved or that are not settled; the ten longest unread; where this server's updated_at was seen not to
// move all of these. Where a resource's own list carried all that the specs say nothing is read for it. With `full`
// every bound resource. With targets, of what is bound only they and what they come from or refer to.
std::vector<std::pair<ResourceKind, ResourceId>> reads_needed(const Desired& desired, const Inventory& inventory,
                                                              const StateData& state, bool full,
                                                              const Targets& targets = {});

// Fills in a live resource that was trusted as last observed (not read in this run): its body from the record.
void trust_observation(LiveResource& live, const Record& record);

// The record to keep of what was seen of a bound resource (by a plan or after a write): the observed document with
// sensitive values masked, the fingerprint, and whether it is settled: a change after the reading must have moved
// updated_at, which tells parts of a second or is at least 2 s older by the server's clock (API notes G37). A resource
// in which anything differs is never recorded as settled.
Record observe(const DesiredResource& desired, const LiveResource& live, Record record, WallTime server_time,
               bool differs);

} // namespace flowsync::plan
