#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"

#include <string>
#include <variant>
#include <vector>

namespace flowsync::plan {

// Nothing fits yet, one fits, or why no choice can be made.
struct NotDetectedYet
{
};
using Selection = std::variant<NotDetectedYet, ResourceId, std::string>;

// Which of a source's detected sets (in any order) a selector means: index = rank by id from 1, a name pattern,
// attributes that the schema must hold, or the only one. `has` needs the sets' schemas (output_schema or source_schema)
// in their bodies.
Selection select_detected(const DetectedSelector& selector, std::vector<const LiveResource*> sets);

} // namespace flowsync::plan
