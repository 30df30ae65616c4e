#pragma once

#include "positions.hpp"
#include "stage.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::torture {

// What flowsync must say at one step that a switch makes impossible, and what somebody does then, so that the same step
// succeeds.
struct HonestAnswer
{
  Position position;
  std::string step; // of matrix_jobs.cpp
  std::set<int> exits;
  std::string words; // somewhere on its streams
  std::string why;
  std::function<void(Stage&)> mend;
  bool by_chance = false; // the order of requests decides whether it comes to this
};

const std::vector<HonestAnswer>& honest_answers();

// Those of one step that a position makes possible.
std::vector<const HonestAnswer*> answers_for(const Position& position, const std::string& step);

} // namespace flowsync::torture
