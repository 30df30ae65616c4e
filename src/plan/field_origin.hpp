#pragma once

#include "model/desired.hpp"

#include <string_view>

namespace flowsync::plan {

// The place of a value at a path of the document; of a removed key (`present` false) its `null`, or else the map that
// encloses it.
FieldOrigin field_origin(const DesiredResource& desired, std::string_view path, bool present);

} // namespace flowsync::plan
