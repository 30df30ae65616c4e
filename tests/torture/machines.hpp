#pragma once

#include "machine_point.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::torture {

struct MachineTour
{
  std::vector<MachinePoint> points;
  std::size_t threads = 2;
  bool keep_going = false; // after a point that does not hold
  bool aloud = false;      // prints each point when it is done
};

struct MachineCount
{
  std::size_t points = 0;
  std::size_t missed = 0; // the apply ended before
  std::vector<std::string> failed;
};

// Every so many-th point of all: each changing request and each git process of an apply, two and five machines.
std::vector<MachinePoint> machine_points(const std::vector<std::string>& scenarios, std::size_t every);
MachineCount tour(const MachineTour& tour);

// `flowsync_torture machines [SCENARIO...|POINT]`: prints what failed and the counts; returns an exit code.
int machines_all(const std::vector<std::string>& words);

} // namespace flowsync::torture
