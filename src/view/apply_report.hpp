#pragma once

#include "exec/events.hpp"
#include "plan/plan.hpp"
#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::view {

// How an apply ended, for a person: what failed with its reason and hint, what was skipped because of it, what waits or
// is pending, and the counts. When all went well, the plan included (`exit`), the last line is
// "Apply complete! Resources: 3 added, 1 changed, 0 destroyed."
std::string report_text(const exec::Report& report, ExitCode exit, const Paint& paint);

// "created", "failed", ... as JSON says it.
std::string_view outcome_name(exec::Outcome outcome);

// The one document of `apply --format json` (schemas/plan.schema.json): the plan, and its results when it was carried
// out (`report` not null).
nlohmann::ordered_json apply_json(const plan::Plan& plan, const exec::Report* report, ExitCode exit,
                                  const Diagnostics& diagnostics);

} // namespace flowsync::view
