#pragma once

#include "state/place.hpp"

#include <optional>
#include <vector>

namespace flowsync::state {

// A state as it is now, read without its lock.
struct ReadState
{
  StateData data;                    // with what plans have seen since
  std::vector<std::string> warnings; // observations that could not be used
  // Who held its lock then, where that was seen as well; see Storage::holder() otherwise.
  bool tells_holder = false;
  std::optional<HeldLock> holder{};
};

// Works without write access, also while a run writes. An absent state is empty.
Result<ReadState, Problem> read_state(const Place& place);

// Brings what plans on this machine have seen into a state that was read elsewhere; returns warnings.
std::vector<std::string> add_observations(StateData& data, const Place& place);

} // namespace flowsync::state
