#include "cli/plan_output.hpp"

#include "view/json_text.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plan_markdown.hpp"

#include <algorithm>

namespace flowsync::cli {

view::PlanTextOptions plan_text_options(const CommandContext& context)
{
  constexpr std::size_t k_least_columns = 100;
  view::PlanTextOptions options;
  options.paint = context.console.out_paint();
  options.columns = context.around.out_is_terminal ? std::max(k_least_columns, context.around.columns) : 160;
  return options;
}

std::string render_plan(const plan::Plan& plan, const std::string& format, const view::PlanTextOptions& options)
{
  if (format == "json") {
    return view::json_text(view::plan_json(plan));
  }
  if (format == "markdown") {
    return view::plan_markdown(plan, options);
  }
  return format == "html" ? view::plan_html(plan, options) : view::plan_text(plan, options);
}

} // namespace flowsync::cli
