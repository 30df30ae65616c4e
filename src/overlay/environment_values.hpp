#pragma once

#include "model/environment.hpp"
#include "model/node.hpp"

namespace flowsync::overlay {

// Reads the settings of a merged Environment document into their types. Whatever has not the form that the schema asks
// for is skipped: validation of the same document reports it. `name`, `layers` and `variables` are the caller's.
void read_settings(const Node& document, Environment& environment);

} // namespace flowsync::overlay
