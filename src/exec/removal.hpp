#pragma once

#include "exec/calls.hpp"

#include <vector>

namespace flowsync::exec {

// Pauses what runs and waits until its status says so (API notes F8). Returns the last reading; nothing when it does
// not exist any more. What shows no status and refuses the pause is left as it is. Throws ResourceFailure when it does
// not stop.
std::optional<Reading> stop_and_wait(Run& run, const LiveKey& key);

// Stops one resource and deletes it; gone already is as good. Reads back: an answer that came without the effect is
// repeated once. Throws ResourceFailure. Everything below must be gone.
void erase(Run& run, const LiveKey& key);

// Looks again at who hangs from whom, right before something is deleted: what others added since the plan was made must
// be seen. Throws ResourceFailure when that cannot be read.
void look_again(Run& run);

} // namespace flowsync::exec
