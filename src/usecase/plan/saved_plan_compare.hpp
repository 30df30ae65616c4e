#pragma once

#include "base/diagnostic.hpp"
#include "plan/saved_plan.hpp"

namespace flowsync::usecase {

// Everything in which the plan made now differs from the saved one in what it is for and what it does; each an error
// with exit `refused`. Nothing when applying does exactly what the saved plan shows.
Diagnostics compare_plans(const plan::SavedPlan& saved, const plan::SavedPlan& now);

// The same with the plan made now as it would be read from a file.
Diagnostics compare_with_saved(const plan::SavedPlan& saved, const plan::SavedPlan& now);

} // namespace flowsync::usecase
