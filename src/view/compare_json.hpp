#pragma once

#include "compare/comparison.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// The whole comparison less what is alike: names of sides, documents that differ with their differences, missing
// aliases and counts. Secrets appear as "(sensitive)" or as their reference.
nlohmann::ordered_json compare_json(const compare::Comparison& comparison);

} // namespace flowsync::view
