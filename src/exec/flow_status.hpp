#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "nexla/runs.hpp"
#include "plan/tree.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::exec {

// One source, nexset or sink of a flow as it stands.
struct FlowStep
{
  const DesiredResource* desired = nullptr;
  std::optional<LiveResource> live; // without its body; nothing: it is not there, or not bound
  // Of a source or sink, newest first; nothing: not asked for, or the service does not tell.
  std::optional<std::vector<nexla::RunCounts>> runs;
};

// Whether data goes through a flow, and where it stops.
struct FlowStatus
{
  enum class State
  {
    flowing,
    flowing_with_errors, // records come out, and some were lost
    not_flowing,         // it should
    waiting,             // for people or data: a webhook that nobody called, a flow that was started just now
    paused,              // as the specs say
    unknown              // the service does not tell
  };
  std::string flow;
  RunState wanted = RunState::active;
  std::string live; // status of what begins it; "" when it is not there
  State state = State::unknown;
  std::optional<nexla::RunCounts> last_run; // of its source
  std::optional<std::int64_t> records_in;
  std::optional<std::int64_t> records_out; // of all sinks together
  std::int64_t errors = 0;
  std::string why;                  // of not_flowing and waiting, without a final full stop
  std::optional<Address> at;        // the step that it stops at
  std::optional<WallTime> next_run; // by the schedule of its source, when it has one and is not to be paused
  std::optional<WallTime> since;    // not flowing since then, as far as that can be told
  std::vector<FlowStep> steps;      // in the order of the flow
  std::vector<nexla::LogLine> log;  // its latest errors, newest first
};

// What is asked of the time between a read and a write, and of the age of the last run.
struct FlowPatience
{
  Duration grace = std::chrono::minutes{10}; // so long a sink may be behind, and a new flow without a run
  std::optional<Duration> max_age; // a flow whose last run is older does not flow, unless its schedule is kept
  bool reads_when_started = false; // a new flow is to read at once, whatever its schedule says
};

// Judges one flow by its steps; `newest` is its newest run as the flow index tells it, `can_tell` whether the service
// tells of runs at all. Steps of state `unmanaged` are not missed where they stand still.
FlowStatus judge(std::string flow, std::vector<FlowStep> steps, const std::optional<nexla::RunCounts>& newest,
                 bool can_tell, WallTime now, const FlowPatience& patience);

// Asks the service about these flows: their newest runs in one walk, then what each source and sink did, `threads` at
// once, and the logs of those that lost records or do not flow. `one_done` is told of every flow, from any thread.
struct FlowQuestion
{
  const Desired& desired;
  const Inventory& inventory;
  const std::map<Address, plan::LiveKey>& bound;
  std::vector<std::string> flows;
  FlowPatience patience;
};
nexla::ApiResult<std::vector<FlowStatus>> read_flow_status(nexla::Api& api, const FlowQuestion& question,
                                                           std::size_t threads, WallTime now, std::stop_token stop,
                                                           const std::function<void()>& one_done = {});

} // namespace flowsync::exec
