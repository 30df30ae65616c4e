#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::sim {

// Which code containers the service takes (API notes B2, B8, B9, E3). All throw Refusal 400.

// A container that stands by itself, with all its fields: words from the published lists, and code in the shape that
// its type and encoding ask for.
void check_container(const nlohmann::json& fields);

// A container seen through /transforms (output_type "record") or /attribute_transforms ("attribute").
void check_transform(const nlohmann::json& fields, std::string_view output_type);

// The container of a source or sink; `word` is "source" or "sink". Its type and encoding may be left out.
void check_attached_code(const nlohmann::json& fields, std::string_view word);

// Whether one of the operations is nexla.custom, which carries Python or JavaScript.
bool has_custom_operation(const nlohmann::json& operations);

} // namespace flowsync::sim
