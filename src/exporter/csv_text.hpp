#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::exporter {

// Rows of a lookup as CSV (RFC 4180, lines end with LF): the key column first, the others by name; rows by key. Values
// are texts as the service keeps them; others are written as JSON.
std::string csv_text(const nlohmann::json& rows, const std::string& key);

} // namespace flowsync::exporter
