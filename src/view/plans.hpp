#pragma once

#include "plan/plan.hpp"
#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

// The plans of one or several environments as one document, also those that could not be made. Of one environment it is
// that plan's own document.

// `with_problems`: the diagnostics stand before each plan; otherwise they were told elsewhere, and a single plan that
// could not be made is not mentioned at all.
std::string plans_text(const std::vector<plan::Plan>& plans, const PlanTextOptions& options, bool with_problems);

// Of several: {"format_version", "flowsync_version", "environments": [the document of each]}.
nlohmann::ordered_json plans_json(const std::vector<plan::Plan>& plans);

// A table with a row for each, every deletion by its name, then each plan folded. Stays below `limit` bytes: what room
// the small plans leave is for the large ones.
std::string plans_table_markdown(const std::vector<plan::Plan>& plans, const PlanTextOptions& options,
                                 std::size_t limit);

// Of several: that table.
std::string plans_markdown(const std::vector<plan::Plan>& plans, const PlanTextOptions& options,
                           std::size_t limit = k_markdown_limit);

} // namespace flowsync::view
