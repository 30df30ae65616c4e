#pragma once

#include "usecase/run/context.hpp"

#include <functional>
#include <string>
#include <vector>

namespace flowsync::cli {

// Calls work(i, context) for the environments of `names`, four at a time: they wait for a service. What they say stands
// in the order of the names, each by itself: the first speaks at once and may ask, the others into memory until all
// before them are done, and nobody answers them. `work` must not throw.
void side_by_side(const std::vector<std::string>& names, usecase::CommandContext& context,
                  const std::function<void(std::size_t, usecase::CommandContext&)>& work);

} // namespace flowsync::cli
