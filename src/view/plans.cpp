#include "view/plans.hpp"

#include "base/version.hpp"
#include "view/diagnostics_text.hpp"
#include "view/plan_json.hpp"
#include "view/plan_words.hpp"
#include "view/told_problems.hpp"
#include "view/unmade_plan.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

std::string whole_text(const plan::Plan& plan, const PlanTextOptions& options, bool with_problems)
{
  if (!plan.made) {
    return unmade_plan_text(plan, options.paint, with_problems);
  }
  const auto problems = with_problems ? diagnostics_text(untold_problems(plan), options.paint) : std::string();
  return problems + (problems.empty() ? "" : "\n") + plan_text(plan, options);
}

} // namespace

std::string plans_text(const std::vector<plan::Plan>& plans, const PlanTextOptions& options, bool with_problems)
{
  if (plans.size() == 1) {
    return plans.front().made || with_problems ? whole_text(plans.front(), options, with_problems) : std::string();
  }
  std::string text;
  std::string sentences;
  for (const auto& plan : plans) {
    text += whole_text(plan, options, with_problems) + "\n";
    sentences += fmt::format("{}: {}\n", options.paint.bold(plan.environment), plan_sentence(plan));
  }
  return text + sentences;
}

nlohmann::ordered_json plans_json(const std::vector<plan::Plan>& plans)
{
  if (plans.size() == 1) {
    return plan_json(plans.front());
  }
  nlohmann::ordered_json result;
  result["format_version"] = k_plan_format;
  result["flowsync_version"] = program_version();
  result["environments"] = nlohmann::ordered_json::array();
  for (const auto& plan : plans) {
    result["environments"].push_back(plan_json(plan));
  }
  return result;
}

} // namespace flowsync::view
