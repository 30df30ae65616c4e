#pragma once

#include "state/change.hpp"
#include "state/problem.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::state {

// The journal's text: one change a line,
//   {"sum":"16 digits","version":6,"lineage":"…","serial":18,"flushed":16,"do":"record","address":"…","value":{…}}
// `sum` is the beginning of the SHA-256 of the rest of the line; `serial` is the state's serial after the change, and
// `flushed` the last one that was certainly on the disk when the line was written.

// A whole line with its line break.
std::string journal_line(const std::string& lineage, std::uint64_t serial, std::uint64_t flushed,
                         std::string_view encoded_change);

// How far a journal's text could be believed.
struct Replay
{
  std::size_t good_bytes = 0; // up to the end of the last whole line
  bool torn = false;          // what came after it never was on the disk as a whole, so nothing was sent because of it
  std::size_t applied = 0;    // changes that `data` did not have yet
  std::optional<Problem> problem; // set: `data` is not to be used
};

// Applies to `data` the changes that it does not hold yet. Lines up to its serial are older (a crash between replacing
// the state file and emptying the journal) and are skipped. After a power cut, what was not flushed may be cut off or
// have holes of zeros, with whole lines behind them: it is torn from there. Anything else that does not continue it is
// a problem: damage of what was flushed, another lineage, a gap. An empty `data` without lineage takes the journal's.
Replay replay_journal(std::string_view text, const std::string& file, StateData& data);

} // namespace flowsync::state
