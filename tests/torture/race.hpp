#pragma once

#include <cstddef>

namespace flowsync::torture {

// Lets so many machines reach for the lock of one state in a bare repository at the same moment, again and again; each
// time exactly one must get it, and all others must be told that it is taken. Prints the counts; returns an exit code.
int race(std::size_t machines, std::size_t rounds);

} // namespace flowsync::torture
