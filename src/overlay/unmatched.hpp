#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <string>
#include <vector>

namespace flowsync::overlay {

// One layer's version of a document.
struct LayerVersion
{
  const spec::Layer* layer = nullptr;
  NodePtr document;
};

// Reports overlays of a flow that change something no layer before them has, most often because the base went on
// without them: a flow without the `type` of its source, a sink with neither `type` nor `from`, a nexset with neither
// `detected` nor `from`. `versions` from the first layer to the last; `names`: all flows of the layer `base`; `base`:
// what to call it. False when the flow as a whole has no beginning, so that nothing else about it counts; that is not
// said again when `base` has it under a name that is none, which was reported.
bool check_unmatched(const std::vector<LayerVersion>& versions, const std::vector<std::string>& names,
                     const std::string& base, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::overlay
