#pragma once

#include "base/clock.hpp"
#include "model/record.hpp"
#include "state/folder.hpp"
#include "state/lock.hpp"
#include "state/place.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::state {

// A state that is to be replaced whole, under the lock of its place.
class Replacement
{
public:
  // Takes the lock, waiting up to `timeout`, and looks at what is there, which may be damaged.
  static Result<std::unique_ptr<Replacement>, Problem> open(const Place& place, const Holder& holder, Clock& clock,
                                                            Duration timeout, std::stop_token stop);
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;
  ~Replacement();

  // The state as it is; a problem when it cannot be used.
  const Result<StateData, Problem>& old() const { return m_old; }

  // Puts `data` in its place, with a lineage of its own, and keeps what was there under another name. Returns the names
  // of what is kept.
  Result<std::vector<std::string>, Problem> replace(StateData data);

private:
  std::uint64_t highest_serial();

  Replacement(Place place, Clock& clock) : m_place(std::move(place)), m_clock(clock), m_old(StateData{}) {}

  Place m_place;
  Clock& m_clock;
  std::optional<Lock> m_local;
  std::unique_ptr<Storage> m_storage; // of a shared state
  std::string m_token;
  Holder m_holder;
  Stored m_stored;
  Result<StateData, Problem> m_old;
};

// Puts a new state in the place of whatever lies in the folder, readable or not. What was there is kept beside it, with
// the time in its name ("state.json.20261122T094117Z"); returns these files. The new state has the serial of `data` and
// gets a lineage of its own, so that nothing made for the old one is taken for its. `lock` must be the folder's. After
// a crash on the way either the old state is still there, or the new one, or a journal that does not belong to it,
// which is refused as damaged. Throws Fatal.
std::vector<std::filesystem::path> replace_state(const Folder& folder, const Lock& lock, StateData data, WallTime now);

} // namespace flowsync::state
