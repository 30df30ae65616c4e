#pragma once

#include "model/record.hpp"
#include "state/open_state.hpp"
#include "state/reading.hpp"
#include "usecase/project/workspace.hpp"
#include "usecase/run/context.hpp"

#include <memory>
#include <string>

namespace flowsync::usecase {

// Where the state of an environment lives.
state::Place state_place(const spec::Project& project, const Environment& environment, const CommandContext& context);
state::Place state_place(const Workspace& workspace, const CommandContext& context);

// The page of the CI job that this run is a part of, from the variables that CI sets; "" outside.
std::string job_link(const CommandContext& context);

// This run as others see it that want the lock: what it does, who started it and the job's page, from the variables
// that CI sets.
state::Holder this_run(const CommandContext& context, const std::string& what);

// The state as it is now, with what plans have seen since, and who holds its lock where that is seen as well. Throws
// Fatal when it cannot be read.
state::ReadState look_at_state(const state::Place& place, Console& console);
StateData read_state(const state::Place& place, Console& console);

// Somebody else holds the lock of the state.
class StateLocked : public Fatal
{
public:
  using Fatal::Fatal;
};

// Opens the state for writing under its lock. Throws Fatal, and StateLocked when the lock cannot be had in time.
std::unique_ptr<state::OpenState> open_state(const state::Place& place, const std::string& what, Duration lock_timeout,
                                             const CommandContext& context);

// Ends the work on a state: brings it to its place. Returns `partial` when that failed, after saying where it is kept.
ExitCode close_state(state::OpenState& session, const std::string& message, Console& console);

} // namespace flowsync::usecase
