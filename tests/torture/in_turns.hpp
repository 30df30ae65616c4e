#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace flowsync::torture {

// Carries out all tasks in their order on so many threads. One that returns false ends it: what has begun is finished.
void in_turns(const std::vector<std::function<bool()>>& tasks, std::size_t threads);

} // namespace flowsync::torture
