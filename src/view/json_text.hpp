#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace flowsync::view {

// JSON as flowsync writes it: two blanks of indentation, everything outside ASCII escaped (so that no byte of foreign
// text can steer a terminal), text that is not UTF-8 with replacement characters, a line break at the end.
std::string json_text(const nlohmann::json& document);

// The same in the order in which the keys were put in.
std::string json_text(const nlohmann::ordered_json& document);

// An object with room for so many keys: one that grows copies all that it holds.
nlohmann::ordered_json object_for(std::size_t keys);

} // namespace flowsync::view
