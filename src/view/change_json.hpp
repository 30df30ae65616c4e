#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// One entry of `resource_changes`.
nlohmann::ordered_json change_json(const plan::ResourceChange& change);

// One entry of `resource_drift`: before = as it was expected, after = as it is in the service.
nlohmann::ordered_json drift_json(const plan::ResourceDrift& drift);

} // namespace flowsync::view
