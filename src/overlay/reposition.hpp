#pragma once

#include "model/node.hpp"

#include <string>

namespace flowsync::overlay {

// A variable's value as it stands where the scalar `use` was: every value inside points to the use, and names the
// variable and the place of its own text. What `use` had replaced stays on record at the top.
NodePtr place_variable(const Node& value, const std::string& name, const Node& use);

} // namespace flowsync::overlay
