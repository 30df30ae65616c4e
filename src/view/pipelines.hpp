#pragma once

#include "exporter/pipelines.hpp"
#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// A table, one row a pipeline: number, source, its nexsets from top to bottom, sink; each with id, name and status.
std::string pipelines_text(const std::vector<exporter::Pipeline>& pipelines, const Paint& paint);

// The same as a list of objects: number, source, nexsets and sink, each with id, name and status.
nlohmann::ordered_json pipelines_json(const std::vector<exporter::Pipeline>& pipelines);

} // namespace flowsync::view
