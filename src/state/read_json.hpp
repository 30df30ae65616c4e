#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::state {

// The value of a JSON text: the same as nlohmann::json::parse() gives or throws, and several times as fast for what the
// state consists of. Anything out of the ordinary is left to that function.
nlohmann::json read_json(std::string_view text);

} // namespace flowsync::state
