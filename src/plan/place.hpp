#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

namespace flowsync::plan {

// The place of a planner's message; a view shows the line when it has the file.
inline Location location(const Origin& origin)
{
  return {origin.file, origin.line, origin.column, 1, {}};
}

} // namespace flowsync::plan
