#pragma once

#include "view/review.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// What a reviewer must not miss in a plan, by the addresses concerned.
struct PlanDangers
{
  std::vector<std::string> deletes; // replaced ones are not among them
  std::vector<std::string> replaces;
  std::vector<std::string> reads_again; // existing sources that read all their data again
  std::vector<std::string> moves;       // read from or write to another place
  std::vector<std::string> gives;       // access: "team data as admin"
  std::vector<std::string> undoes;      // whose changes made in Nexla apply takes back
};
// In a few words for a table: what the review of the plan says at length.
PlanDangers dangers_of(const Review& review);

// "deletes 2, replaces 1, 3 sources read again, moves 1 elsewhere, undoes 1"; "" for none.
std::string dangers_sentence(const PlanDangers& dangers);

} // namespace flowsync::view
