#pragma once

#include "overlay/render.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// The rendered documents that --target names (flow, address of one of its resources, `lookup/NAME` and the like,
// label=value, or a pattern) less those that --exclude names as a whole; all without targets, flows first. Throws
// Fatal, with the nearest name, for a target that names none.
std::vector<overlay::RenderedDocument> select_documents(const overlay::Rendered& rendered,
                                                        const std::vector<std::string>& targets);

} // namespace flowsync::cli
