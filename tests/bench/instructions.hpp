#pragma once

#include <string>

namespace flowsync::bench {

// Prints how many instructions a render and a settled plan of 1,000 flows take, as valgrind counts them: figures that
// do not depend on how busy the machine is (docs/performance.md keeps them). Says so where valgrind is not installed.
void instructions(const std::string& program);

} // namespace flowsync::bench
