#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/plan.hpp"

namespace flowsync::plan {

// Warns of aliases that stand for a credential which cannot open the source or sink that uses it, each alias and type
// once. Nexla says so only when it creates or runs the resource.
Diagnostics check_credential_types(const Desired& desired, const Inventory& inventory, const plan::Plan& plan);

} // namespace flowsync::plan
