#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// The version of the document; it only grows within 1.x.
inline constexpr const char* k_plan_format = "1.1";

// The plan as scripts read it: schemas/plan.schema.json.
nlohmann::ordered_json plan_json(const plan::Plan& plan);

} // namespace flowsync::view
