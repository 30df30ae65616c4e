#pragma once

#include "plan/plan.hpp"
#include "view/plan_text.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// What changed in the service since the last apply, resource by resource; empty when nothing did.
std::string drift_list(const plan::Plan& plan, const PlanTextOptions& options);

// Of what changed there, what a plan does not undo and so does not tell otherwise: what is gone, and what only the
// service sets.
std::vector<plan::ResourceDrift> drift_beside_changes(const plan::Plan& plan);
std::string outside_text(const plan::Plan& plan, const PlanTextOptions& options);

// "data_sink \"BY HAND\" (id 6520), below orders/nexset/clean, is nobody's".
std::string hanging_words(const plan::Hanging& hanging);

// What a result of `drift` was made of.
struct DriftCounted
{
  bool can_tell = true; // it is recorded what was applied last
  bool strict = false;  // what only the service sets counts as drift too
};

// The result of `drift`: the list, and sentences that say how much of it is the specs' own and what counts.
std::string drift_text(const plan::Plan& plan, const PlanTextOptions& options, const DriftCounted& counted = {});

} // namespace flowsync::view
