#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::plan {

// The form in which a plan is kept: all that a view shows of it, values that must not be shown masked. What applying
// needs besides (bindings) is left out: a plan that was kept is made again before it is applied.
nlohmann::json encode_plan(const Plan& plan); // less its changes
nlohmann::json encode_change(const ResourceChange& change);

// Reads what these wrote; throws std::exception for any other shape.
Plan decode_plan(const nlohmann::json& encoded);
ResourceChange decode_change(const nlohmann::json& encoded);

} // namespace flowsync::plan
