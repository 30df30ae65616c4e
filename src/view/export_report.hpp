#pragma once

#include "exporter/export.hpp"
#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::view {

// What an export did: the files written, what was added to the environment, the next step.
std::string export_text(const exporter::Exported& exported, const std::string& environment, const Paint& paint);

// The same as an object: written, flows, adopted, credentials, secrets, notes, complete.
nlohmann::ordered_json export_json(const exporter::Exported& exported);

// Its notes as warnings, one for each.
Diagnostics export_warnings(const exporter::Exported& exported);

} // namespace flowsync::view
