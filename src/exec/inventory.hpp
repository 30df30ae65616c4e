#pragma once

#include "base/clock.hpp"
#include "model/desired.hpp"
#include "model/record.hpp"
#include "model/target.hpp"
#include "nexla/api.hpp"
#include "plan/plan.hpp"

#include <stop_token>

namespace flowsync::exec {

enum class RefreshMode
{
  automatic,
  full
};

struct SurveyOptions
{
  RefreshMode mode = RefreshMode::automatic;
  // What the plan will be about. The lists are walked all the same, since what else carries a mark, or a name, counts
  // for each of them.
  Targets targets{};
};

// The account as far as a plan needs it.
struct Survey
{
  Identity identity;
  Inventory inventory;
  plan::Refresh refresh;
  std::set<std::string> habits; // what the server was seen to do; see model/habits.hpp
  std::size_t requests = 0;
};

// Opens the session, checks the organisation (pin `nexla.org` first, then what `state` recorded; a different one
// is an ApiError-less refusal thrown as Fatal with ExitCode::auth), walks the lists of sources, sets, sinks,
// credentials and the flow index (and code containers or projects where the specs need them) in parallel, joins them
// into one Inventory, proves absence per type, and reads one by one only what plan::reads_needed() names. Nothing is
// written. `clock` is for pauses between walks that have to be repeated.
nexla::ApiResult<Survey> survey(nexla::Api& api, const Desired& desired, const StateData& state,
                                const SurveyOptions& options, Clock& clock, std::stop_token stop);

} // namespace flowsync::exec
