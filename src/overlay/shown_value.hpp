#pragma once

#include "model/node.hpp"

#include <string>

namespace flowsync::overlay {

// A value of a rendered document in one line of at most about 72 bytes: as YAML would write it, "a map", "a list",
// "{}",
// "(removed)". `sensitive`: it stands below the key of a secret, and shows as a reference to one or as "(sensitive)".
std::string shown_line(const Node& value, bool sensitive);

// The whole value with "(sensitive)" in place of every text that shown_line() would not show.
NodePtr shown_tree(const NodePtr& value, bool sensitive);

} // namespace flowsync::overlay
