#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::sim {

// Says what is wrong with a Quartz expression of six or seven fields, or nothing (API notes E1). A date in the past is
// legal.
std::optional<std::string> quartz_problem(std::string_view expression);

} // namespace flowsync::sim
