#pragma once

#include <chrono>
#include <string>

namespace flowsync::view {

// A time that is only estimated: whole seconds, rounded up. "5s", "1m 05s".
std::string rough_time(std::chrono::nanoseconds time);

} // namespace flowsync::view
