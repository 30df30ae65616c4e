#pragma once

#include "model/desired.hpp"
#include "model/target.hpp"
#include "overlay/render.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// The rendered documents that --target names (flow, address of one of its resources, `lookup/NAME` and the like,
// label=value, or a pattern) less those that --exclude names as a whole; all without targets, flows first. Throws
// Fatal, with the nearest name, for a target that names none.
std::vector<overlay::RenderedDocument> select_documents(const overlay::Rendered& rendered,
                                                        const std::vector<std::string>& targets);

// Throws Rejected, with the nearest name, for targets that mean nothing that is wanted.
void require_targets(const Targets& targets, const Desired& desired);

} // namespace flowsync::usecase
