#pragma once

#include "plan/plan.hpp"
#include "plan/safety.hpp"
#include "state/reading.hpp"
#include "usecase/plan/git_guard.hpp"
#include "usecase/project/workspace.hpp"
#include "usecase/run/context.hpp"

namespace flowsync::usecase {

// Whether applying writes anything: what the plan says, and what an interrupted run has left to be done.
bool writes(const plan::Plan& plan, const StateData& state);

// Evaluates all that apply asks before it writes, and puts it into the plan: what would stop it into `refusals`, the
// rest into `diagnostics`. Returns those refusals that make it no plan at all: specs that git has are not here.
Diagnostics note_refusals(const Workspace& workspace, const StateData& state, const GitStanding& git,
                          const GitFlags& flags, const plan::DeletePermission& permission, plan::Plan& plan);

// Adds to the plan's refusals that somebody else holds the lock of the state that was read, unless an apply would take
// it over.
void note_lock(const Workspace& workspace, const state::ReadState& state, const CommandContext& context,
               plan::Plan& plan);

} // namespace flowsync::usecase
