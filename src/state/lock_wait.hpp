#pragma once

#include "state/open_state.hpp"

namespace flowsync::state {

// Takes the lock of a shared state for `holder`, from nobody or from a run that is dead; returns its token. Waits for
// one that somebody holds as the options say. One whose time of renewal is long past is watched even without a timeout,
// and taken over when it does not change meanwhile.
Result<std::string, Problem> wait_for_lock(Storage& storage, const Holder& holder, Clock& clock,
                                           const OpenStateOptions& options, std::stop_token stop);

// Whether whoever wants this lock takes it over at once: its process is not there any more, or no clock is so wrong
// that it could still be alive. `renews`: see Storage.
bool is_abandoned(const Holder& holder, const Holder& me, bool renews, Clock& clock, const SharingTimes& times = {});

// Who holds the lock, also at a place that says so only to those who want it: there it is taken for a moment.
Result<std::optional<HeldLock>, Problem> find_holder(Storage& storage, const Holder& me);

} // namespace flowsync::state
