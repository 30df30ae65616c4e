#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::view {

// The keys of one kind of document as Markdown, one table an object, from its JSON Schema (see schemas/).
std::string spec_reference(const nlohmann::ordered_json& schema);

} // namespace flowsync::view
