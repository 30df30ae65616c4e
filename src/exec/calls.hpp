#pragma once

#include "exec/run.hpp"

namespace flowsync::exec {

// The calls of jobs. They are not cut short by a stop request: what a job has begun it finishes. All throw
// ResourceFailure when the service refuses.

struct Reading
{
  LiveResource shown;     // the reply as it is
  LiveResource completed; // with links filled in from what was known before
};
Reading read(Run& run, const LiveKey& key);
// Nothing when it does not exist (404).
std::optional<Reading> read_if_there(Run& run, const LiveKey& key);

// Activates or pauses.
void set_running(Run& run, const LiveKey& key, bool active);

// "data_sink 6513".
std::string text_of(const LiveKey& key);

} // namespace flowsync::exec
