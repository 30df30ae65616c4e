#include "view/fleet.hpp"

#include "view/html_page.hpp"
#include "view/plan_html.hpp"

namespace flowsync::view {

std::string fleet_page(const Fleet& fleet)
{
  std::vector<plan::Plan> plans;
  for (const auto& environment : fleet.environments) {
    if (environment.plan) {
      plans.push_back(*environment.plan);
    }
  }
  if (plans.empty()) {
    return html_page("flowsync", "<main><p>No plan has been made yet.</p></main>\n");
  }
  return plans_html(plans, {});
}

} // namespace flowsync::view
