#pragma once

#include "model/desired.hpp"
#include "model/node.hpp"

#include <string>

namespace flowsync::desired {

// "sha256:…" over everything that decides what an apply would do: each resource with its API document, tombstones,
// status, parent, alias and flags, the moves, and the settings of the environment. Places do not count, so moving a
// line or adding a comment changes nothing; secrets count as references. `settings` may be null.
std::string digest_of(const Desired& desired, const Node* settings);

} // namespace flowsync::desired
