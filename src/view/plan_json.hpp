#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// The plan as scripts read it: schemas/plan.schema.json. It only grows within 1.x.
nlohmann::ordered_json plan_json(const plan::Plan& plan);

} // namespace flowsync::view
