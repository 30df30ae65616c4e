#pragma once

#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// A field of a plan as any output may show it: values under keys that are secret by their name are masked at every
// depth, whatever the plan says of them.
plan::FieldChange shown_field(const plan::FieldChange& field);

// The fields of a change for people: like shown_field(), and config objects that appear or go as a whole are taken
// apart into their keys.
std::vector<plan::FieldChange> shown_fields(const std::vector<plan::FieldChange>& fields);

// What happened to a field in the service: before = as it was expected to be, after = as it is. Absent where unknown.
plan::FieldChange drifted_field(const plan::FieldChange& field);

} // namespace flowsync::view
