#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>

namespace flowsync::plan {

// Which element of `other` stands for element `index` of `list`: by a unique `key` where all elements of both are maps
// that have one, otherwise by position where both have the same length. Nothing when neither holds or there is none.
std::optional<std::size_t> counterpart(const nlohmann::json& list, std::size_t index, const nlohmann::json& other);

// Whether two lists can be compared element by element: lists of maps, each element's counterpart at its own place.
bool pairs_up(const nlohmann::json& a, const nlohmann::json& b);

} // namespace flowsync::plan
