#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flowsync::torture {

// Applies two versions of a project while three in ten requests fail in every way that the simulator knows, each again
// and again until it exits 0. Returns what is wrong with the account or the plan afterwards, compared with what a calm
// service is left with; "" when nothing is. All inside this process, on a clock that nobody waits for.
struct FlakyVerdict
{
  std::string problem;
  int applies = 0;     // until all was done
  int faults = 0;      // requests that were struck
  int requests = 0;    // to the API
  std::string history; // exit codes of the applies
};
FlakyVerdict flaky(std::uint64_t seed);

// Prints a line per seed and the count; returns an exit code. With `only`, just that seed.
int flaky_all(std::uint64_t seeds, std::size_t threads, std::uint64_t only = 0);

} // namespace flowsync::torture
