#pragma once

#include "matrix_jobs.hpp"
#include "positions.hpp"

#include <cstddef>
#include <vector>

namespace flowsync::torture {

// What came out of many positions.
struct MatrixCount
{
  std::size_t tried = 0;
  std::size_t passed = 0;
  std::size_t answered = 0;        // of those passed, how many could not do everything and said so
  std::vector<std::string> failed; // one text each, with the command that replays it
};

// Each on so many threads; `print` writes a line per position.
MatrixCount try_positions(const std::vector<Position>& positions, Contents contents, std::size_t threads, bool print);

// What `flowsync_torture matrix WORDS` tries: every switch alone and N combinations ("", "N"), N combinations from a
// seed on ("N SEED"), or one position ("SWITCH=VALUE..."). Throws std::runtime_error for other words.
std::vector<Position> chosen_positions(const std::vector<std::string>& words);

// Prints what failed and the count; returns an exit code.
int matrix_all(const std::vector<Position>& positions, std::size_t threads);

} // namespace flowsync::torture
