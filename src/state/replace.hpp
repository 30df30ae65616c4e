#pragma once

#include "base/clock.hpp"
#include "model/record.hpp"
#include "state/folder.hpp"

#include <filesystem>
#include <vector>

namespace flowsync::state {

class Lock;

// Puts a new state in the place of whatever lies in the folder, readable or not. What was there is kept beside it, with
// the time in its name ("state.json.20261122T094117Z"); returns these files. The new state gets a lineage of its own,
// so that nothing made for the old one is taken for its. `lock` must be the folder's. After a crash on the way either
// the old state is still there, or the new one, or a journal that does not belong to it, which is refused as damaged.
// Throws Fatal.
std::vector<std::filesystem::path> replace_state(const Folder& folder, const Lock& lock, StateData data, WallTime now);

} // namespace flowsync::state
