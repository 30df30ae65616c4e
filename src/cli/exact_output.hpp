#pragma once

#include "usecase/run/context.hpp"

#include <string>

namespace flowsync::cli {

// Writes to the standard output a file that other programs read and must get as it is. What a CI job's runner would
// obey in it is broken only where such a runner may read the output: in CI, unless it goes into a file.
void print_exactly(const CommandContext& context, const std::string& text);

} // namespace flowsync::cli
