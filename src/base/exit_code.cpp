#include "base/exit_code.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

ExitCode worse(ExitCode a, ExitCode b)
{
  static constexpr std::array k_worst_first{ExitCode::interrupted, ExitCode::partial,     ExitCode::auth,
                                            ExitCode::refused,     ExitCode::unreachable, ExitCode::error,
                                            ExitCode::pending,     ExitCode::differences, ExitCode::ok};
  const auto* const at_a = std::find(k_worst_first.begin(), k_worst_first.end(), a);
  const auto* const at_b = std::find(k_worst_first.begin(), k_worst_first.end(), b);
  return at_a <= at_b ? a : b;
}

} // namespace flowsync
