#pragma once

#include "workspace.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace flowsync::scenarios {

// Both sets of switches, one after the other.
inline void on_both_sides(const std::function<void(Workspace&)>& scenario)
{
  SUBCASE("default switches")
  {
    Workspace workspace;
    scenario(workspace);
  }
  SUBCASE("the other side of the doubts")
  {
    Workspace workspace(k_other_side);
    scenario(workspace);
  }
}

} // namespace flowsync::scenarios
