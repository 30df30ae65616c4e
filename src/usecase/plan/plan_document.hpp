#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace flowsync::usecase {

// The plans of a document that `plan --format json` printed, as far as it tells them: of one environment or of several.
// Throws std::exception for any other shape.
std::vector<plan::Plan> decode_plan_document(const nlohmann::json& document);

} // namespace flowsync::usecase
