#pragma once

#include "plan/field_change.hpp"

namespace flowsync::plan {

// A field as it may be shown and kept: values under keys that are secret by their name are masked at every depth,
// whatever the plan says of them.
FieldChange masked_field(const FieldChange& field);

} // namespace flowsync::plan
