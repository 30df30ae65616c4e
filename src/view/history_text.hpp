#pragma once

#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// Applies, one a line: serial, when, what it did, who, from which commit. Entries are those of the state's history.
std::string history_text(const std::vector<nlohmann::json>& entries, const Paint& paint);

// One apply field by field.
std::string history_entry_text(const nlohmann::json& entry, const Paint& paint);

} // namespace flowsync::view
