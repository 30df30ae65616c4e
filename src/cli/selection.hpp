#pragma once

#include "overlay/render.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// The rendered flows that --target names (flow, address of one of its resources, or label=value); all without targets.
// Throws Fatal, with the nearest name, for a target that names none.
std::vector<overlay::RenderedFlow> select_flows(const overlay::Rendered& rendered,
                                                const std::vector<std::string>& targets);

} // namespace flowsync::cli
