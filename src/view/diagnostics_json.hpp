#pragma once

#include "base/diagnostic.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::view {

// "error", "warning" or "note".
std::string_view severity_name(Severity severity);

// One problem as every JSON document of flowsync holds it; `file`, `line` and `column` are null where unknown.
nlohmann::ordered_json diagnostic_json(const Diagnostic& diagnostic);

// All of them, in their order.
nlohmann::ordered_json diagnostics_json(const Diagnostics& diagnostics);

} // namespace flowsync::view
