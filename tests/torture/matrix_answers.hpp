#pragma once

#include "positions.hpp"
#include "stage.hpp"

#include <string>
#include <vector>

namespace flowsync::torture {

// What flowsync must say at one step that a switch makes impossible, and what somebody does then, so that the same step
// succeeds.
struct HonestAnswer
{
  std::string position; // "switch=value"
  std::string step;     // of MatrixRun
  int exit = 0;
  std::string words; // somewhere on its streams
  std::string why;
  std::function<void(Stage&)> mend;
};

const std::vector<HonestAnswer>& honest_answers();

// Those of one step that a position makes possible.
std::vector<const HonestAnswer*> answers_for(const Position& position, const std::string& step);

} // namespace flowsync::torture
