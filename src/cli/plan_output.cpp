#include "cli/plan_output.hpp"

#include "view/shown_field.hpp"

#include <algorithm>

namespace flowsync::cli {

view::PlanTextOptions plan_text_options(const Workspace& workspace, const CommandContext& context)
{
  constexpr std::size_t k_least_columns = 100;
  view::PlanTextOptions options;
  options.paint = context.console.out_paint();
  options.columns = context.around.out_is_terminal ? std::max(k_least_columns, context.around.columns) : 160;
  for (const auto& resource : workspace.desired.resources) {
    options.spec_fields.emplace(resource.address, view::count_spec_fields(resource));
  }
  return options;
}

} // namespace flowsync::cli
