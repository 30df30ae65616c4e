#include "plan/apply_time.hpp"

#include <algorithm>

namespace flowsync::plan {

std::optional<Duration> apply_time(const Plan& plan, std::size_t requests_before)
{
  if (plan.requests.per_second <= 0 || !plan.has_differences()) {
    return std::nullopt;
  }
  // Each set that Nexla is to detect is looked for once at least.
  const auto looks = std::count_if(plan.changes.begin(), plan.changes.end(), [](const ResourceChange& change) {
    return change.action == Action::read && !change.waiting;
  });
  const auto requests = requests_before + plan.requests.needed + static_cast<std::size_t>(looks);
  return std::chrono::ceil<Duration>(
      std::chrono::duration<double>(static_cast<double>(requests) / plan.requests.per_second));
}

} // namespace flowsync::plan
