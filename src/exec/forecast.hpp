#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/plan.hpp"

#include <cstddef>
#include <set>
#include <string>

namespace flowsync::exec {

// How many requests carrying out the jobs of `plan` takes when nothing goes wrong on the way, from the same decisions
// as the jobs make: what is started with a branch, what is read by flow, what is there to be stopped. Looks at a source
// until Nexla has detected its data are not among them but for one. `habits`: what the server was seen to do.
std::size_t forecast(const Desired& desired, const plan::Plan& plan, const Inventory& inventory,
                     const std::set<std::string>& habits);

} // namespace flowsync::exec
