#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace flowsync::torture {

// Random specs, edits in the UI, copies, pauses, deletions, faults, forgotten states and commands, one after the other,
// against a value that says what the account must hold. All inside this process, on a clock that nobody waits for.
struct ModelVerdict
{
  std::string problem;   // "" when everything held
  std::string history;   // the steps, one a line
  std::size_t steps = 0; // done
  std::size_t applies = 0;
};
ModelVerdict model(std::uint64_t seed, std::size_t steps);

// So many steps in all, in runs of `k_steps_of_a_run` with seeds from 1; prints a line per run and the count; returns
// an exit code. With `only`, just that seed, with its history.
inline constexpr std::size_t k_steps_of_a_run = 100;
int model_all(std::size_t steps, std::size_t threads, std::uint64_t only = 0);

} // namespace flowsync::torture
