#include "view/rough_time.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string rough_time(std::chrono::nanoseconds time)
{
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(time);
  return seconds < std::chrono::minutes{1} ? fmt::format("{}s", seconds.count()) : format_duration(seconds);
}

} // namespace flowsync::view
