#pragma once

#include "matrix_walk.hpp"

namespace flowsync::torture {

// What the account holds: the demo flow alone, or also one of every kind of thing.
enum class Contents
{
  demo,
  samples
};

// What users do, one job after the other; false when something did not hold.

// Exports the account into an empty project, and lets an apply adopt all of it.
bool take_over_account(MatrixWalk& walk, Contents contents);
// Writes the demo flow by hand, and adopts what is there.
bool adopt_by_hand(MatrixWalk& walk);
// Applies flows and all that flows share, changes them, prunes one and destroys the rest; nothing of others is touched.
bool apply_own_project(MatrixWalk& walk);

// All of them in this position, on an account each or together.
MatrixVerdict try_position(const Position& position, Contents contents);

} // namespace flowsync::torture
