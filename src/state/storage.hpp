#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "state/holder.hpp"
#include "state/problem.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::state {

// A shared state is a handful of files with a version of the whole:
//   state.json        everything, as it was at some serial (state_file.hpp)
//   observed.json     what the last apply saw (observed.hpp)
//   run.json          the apply that has begun to write and has not said that it ended (holder.hpp)
//   history/N.json    what each apply did, by the serial that the state had afterwards
//   trash/…           the specs of what was deleted
inline constexpr auto k_state_file = "state.json";
inline constexpr auto k_observed_file = "observed.json";
inline constexpr auto k_run_file = "run.json";
inline constexpr auto k_history_folder = "history";
inline constexpr auto k_trash_folder = "trash";

// A lock that somebody holds, and how this very holding is told from an earlier or later one of the same holder.
struct HeldLock
{
  Holder holder;
  std::string token;
};

// What was read: texts by path, those only that are there; and the version, "" when nothing was ever saved.
struct Stored
{
  std::map<std::string, std::string> files;
  std::string version;
  // Who held the lock at that moment, where the place shows both in one look.
  bool tells_holder = false;
  std::optional<HeldLock> holder{};
};

// Files to put or, without a text, to take away; all others stay.
using Changes = std::map<std::string, std::optional<std::string>>;

// What a save tells those who look at the place itself.
struct SaveNote
{
  std::string author;
  std::string message; // a subject line, a blank line, details
  WallTime time{};
  bool replaces_last = false; // the last save of this object was a step of the same run: one entry for both is enough
};

// A place where the state of one environment lives. Functions are called one at a time. Of several machines that save
// or lock at the same moment, one succeeds and the others get Problem::Kind::moved or ::locked; whatever else goes
// wrong, nothing is half done: the place holds the old or the new.
class Storage
{
public:
  virtual ~Storage() = default;

  // For people: "refs/flowsync/acme/prod of origin".
  virtual std::string place() const = 0;

  // Reads those of these files that are there.
  virtual Result<Stored, Problem> load(const std::vector<std::string>& files) = 0;
  // The paths of all files below a folder in what was loaded or saved last, sorted.
  virtual Result<std::vector<std::string>, Problem> list(const std::string& folder) = 0;
  // More files of what was loaded or saved last, of those that are there; the place is not asked again for its version.
  virtual Result<std::map<std::string, std::string>, Problem> more(const std::vector<std::string>& files) = 0;
  // Changes files if the version is still `expected`, which must be the one loaded or saved last; returns the new one.
  virtual Result<std::string, Problem> save(const Changes& changes, const std::string& expected,
                                            const SaveNote& note) = 0;

  // Whether a lock has to be renewed, so that one which is not may be taken over. Where the place has no way to do
  // that, a lock lasts until it is given back, or taken away by a person.
  virtual bool renews() const { return true; }
  // Whether the place can be asked who holds the lock. Otherwise it tells only those whose lock() was refused.
  virtual bool tells_holder() const { return true; }
  // Who holds the lock; nothing when nobody does, or nobody was in the way of the last lock() of a place that cannot be
  // asked.
  virtual Result<std::optional<HeldLock>, Problem> holder() = 0;
  // Takes the lock from `expected`: a token seen or owned, "" = nobody. Returns the new token. Taking it from oneself
  // renews it.
  virtual Result<std::string, Problem> lock(const Holder& holder, const std::string& expected) = 0;
  // Gives it back, or takes it away from whoever has that token.
  virtual std::optional<Problem> unlock(const std::string& token) = 0;
};

} // namespace flowsync::state
