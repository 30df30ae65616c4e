#pragma once

#include "model/position.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// A place as JSON documents show it: {"file", "line", "column", "layer"}.
nlohmann::ordered_json origin_json(const Origin& origin);

} // namespace flowsync::view
