#include "usecase/reconcile/reconcile_pace.hpp"

#include <algorithm>
#include <cmath>

namespace flowsync::usecase {

Duration next_wait(Duration every, std::size_t failures, double random)
{
  constexpr std::size_t k_most_doublings = 3;
  constexpr Duration k_longest = std::chrono::hours{1};
  constexpr double k_jitter = 0.2;
  const auto doublings = std::min(failures > 0 ? failures - 1 : 0, k_most_doublings);
  const auto wait = std::min(every * (1U << doublings), std::max(every, k_longest));
  const auto factor = 1.0 + k_jitter * (random - 0.5);
  return Duration(std::llround(static_cast<double>(wait.count()) * factor));
}

} // namespace flowsync::usecase
