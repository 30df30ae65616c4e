#pragma once

#include <cstddef>
#include <string>

namespace flowsync::bench {

// Prints what work of a project of `flows` flows (four resources each) costs, with what it may cost beside it: CPU time
// and memory of the program alone, and requests. The simulator answers at once, so that nothing is waited for. What is
// wanted is laid down for 10,000 flows; for other numbers what grows with the project is scaled.
void scaling(const std::string& program, std::size_t flows);

} // namespace flowsync::bench
