#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/plan.hpp"

namespace flowsync::plan {

// Fills in what each resource of the plan gets its data from and what it uses: as the specs say, and of one that they
// do not name as Nexla shows it. What verbs reach gets its address where the plan speaks of it.
void note_structure(const Desired& desired, const Inventory& inventory, Plan& plan);

} // namespace flowsync::plan
