#pragma once

#include "view/plan_text.hpp"
#include "view/review.hpp"

#include <string>

namespace flowsync::view {

// What is dangerous, each named: what is deleted or replaced, what reads again, what stops although nobody here owns
// it, what is undone, what is left running. Empty when nothing is.
std::string dangers_text(const Review& review, const PlanTextOptions& options);

// The same in one line for each kind, for the end of a long text.
std::string dangers_in_short(const Review& review, const PlanTextOptions& options);

// Changes that have one cause, each told once.
std::string causes_text(const Review& review, const PlanTextOptions& options);

// One line a flow, the most dangerous first; those of which all is told may share one.
std::string flows_text(const Review& review, const PlanTextOptions& options);

} // namespace flowsync::view
