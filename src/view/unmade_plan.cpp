#include "view/unmade_plan.hpp"

#include "view/diagnostics_markdown.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markdown_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string unmade_plan_text(const plan::Plan& plan, const Paint& paint, bool with_problems)
{
  std::string text = plan.environment.empty() ? "" : paint.bold("Environment " + plan.environment) + "\n\n";
  text += with_problems ? diagnostics_text(plan.diagnostics, paint) + "\n" : "";
  return text + paint.bold_red(k_no_plan) + "\n";
}

std::string unmade_plan_markdown(const plan::Plan& plan, std::size_t limit)
{
  auto text = fmt::format("### flowsync{}\n\n**{}**\n\n",
                          plan.environment.empty() ? "" : ": " + markdown_code(plan.environment), k_no_plan);
  text += plan.commit.empty() ? "" : fmt::format("Commit {}.\n\n", markdown_code(plan.commit.substr(0, 12)));
  return text + diagnostics_markdown(plan.diagnostics, limit > text.size() ? limit - text.size() : 0);
}

} // namespace flowsync::view
