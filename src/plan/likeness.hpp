#pragma once

#include <nlohmann/json.hpp>

namespace flowsync::plan {

// Whether two values that are not equal may be one value in two spellings: blanks around a text, slashes at its end,
// JSON inside a text, a number or boolean in quotes, lists in any order, empty members, accents composed or not. Only a
// hint: it tells a service that spells in its own way from one that kept what it had.
bool looks_like(const nlohmann::json& a, const nlohmann::json& b);

} // namespace flowsync::plan
