#pragma once

#include "plan/plan.hpp"
#include "view/drift_text.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// Reports in JUnit's form, for the test pages of CI services: a suite for each environment, a case for each resource.

// What could not be planned, what apply would refuse and errors fail; what waits for people or data is skipped.
std::string plans_junit(const std::vector<plan::Plan>& plans);

// What changed in the service fails, if the specs own it or all counts.
std::string drift_junit(const plan::Plan& plan, const DriftCounted& counted = {});

// Each error fails; an environment that has none of its own to show passes.
std::string validation_junit(const Diagnostics& diagnostics, const std::vector<std::string>& environments);

} // namespace flowsync::view
