#pragma once

#include "plan/plan.hpp"
#include "view/paint.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

struct FieldStyle
{
  Paint paint;
  std::size_t columns = 120;    // lines are kept near this width
  std::size_t block_lines = 40; // of one long value, then cut
  std::string indent = "      ";
};

// One changed field: its sign, path and values, and the place that sets the value with those that it overrides, on the
// same line where that has room and below it otherwise. Ends with a line break.
//   ~ /source_config/path = "a" -> "b"
//       # environments/prod/flows/orders.yaml:12:13, overrides environments/base/flows/orders.yaml:9:13
std::string field_text(const plan::FieldChange& field, const FieldStyle& style);

// What stands behind '#': cause, place, variables and overridden places; "" when there is nothing to say.
std::string origin_text(const plan::FieldChange& field);

} // namespace flowsync::view
