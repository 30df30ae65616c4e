#pragma once

#include "state/reading.hpp"
#include "usecase/plan/git_guard.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/project/workspace.hpp"

#include <string>

namespace flowsync::usecase {

// How to look at an environment that nothing is to be changed in.
struct LookOptions
{
  PlanningOptions planning;
  bool destroy = false;     // nothing is wanted
  bool stateless = false;   // as if nothing had ever been applied
  bool allow_dirty = false; // prune although specs that git has were deleted here
};

// The plan of an environment with what it was made from. All that apply would ask before it writes is in it.
struct LookedPlan
{
  Workspace workspace; // without its documents
  state::ReadState state;
  GitStanding git;
  Planned planned;
  Diagnostics lacking; // refusals that make it no plan at all: specs that git has are not here
};

// Loads the environment, reads its state and its account, and makes the plan, with a look at what the others use.
// Changes nothing in the service. What the specs are warned of is said on the console where `warn` says so. Throws
// Fatal and Rejected.
LookedPlan look_at(const std::string& environment, const LookOptions& options, const CommandContext& context,
                   bool warn = true);

} // namespace flowsync::usecase
