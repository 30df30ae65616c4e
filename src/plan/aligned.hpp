#pragma once

#include "plan/fields.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::plan {

// A live value in the spelling of the one that is wanted: what the equality table takes for the same is written as the
// wanted value has it, and rows that may stand in any order stand as there. So only what really differs is left to
// show: no part that the service may leave out looks as if somebody added it.
nlohmann::json aligned(FieldComparison comparison, const nlohmann::json& live, const nlohmann::json& wanted);

} // namespace flowsync::plan
