#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::torture {

struct KillTour
{
  std::size_t every = 1;              // tries each so many-th point only
  std::size_t threads = 2;            // at once
  std::vector<std::string> scenarios; // by name; empty = all
  bool truncations = true;
  bool keep_going = false; // after a point that does not hold
};

struct KillCount
{
  std::size_t points = 0;
  std::size_t missed = 0; // the apply ended before its k-th request
  std::vector<std::string> failed;
};

// Goes through the kill points of all scenarios.
KillCount tour(const KillTour& tour);

// Both print what they do and return an exit code.
int kill_all(const KillTour& tour);
int replay_kill(const std::string& point);

} // namespace flowsync::torture
