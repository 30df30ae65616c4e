#include "view/terraform_report.hpp"

#include "view/json_text.hpp"

#include <numeric>

namespace flowsync::view {

std::string terraform_report(const std::vector<plan::Plan>& plans)
{
  nlohmann::ordered_json report;
  for (const auto& plan : plans) {
    if (!plan.made) {
      report["error"] = "the plan could not be made";
      return json_text(report);
    }
  }
  const auto sum = [&](std::size_t plan::Summary::*one, std::size_t plan::Summary::*other) {
    return std::accumulate(plans.begin(), plans.end(), std::size_t{0}, [&](std::size_t all, const plan::Plan& plan) {
      return all + plan.summary.*one + (other != nullptr ? plan.summary.*other : 0);
    });
  };
  report["create"] = sum(&plan::Summary::create, &plan::Summary::replace);
  report["update"] = sum(&plan::Summary::update, nullptr);
  report["delete"] = sum(&plan::Summary::remove, &plan::Summary::replace);
  return json_text(report);
}

} // namespace flowsync::view
