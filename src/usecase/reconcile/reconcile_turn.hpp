#pragma once

#include "usecase/plan/looked_plan.hpp"
#include "usecase/reconcile/spec_source.hpp"
#include "usecase/run/context.hpp"
#include "usecase/run/failure.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::usecase {

// What came of looking at an environment once, and of making it as the specs say.
struct Turn
{
  enum class Outcome
  {
    in_sync,     // there was nothing to do
    applied,     // what there was to do was done
    differs,     // there is something to do, and only looking was asked for
    standby,     // there is something to do, and another run holds the lock
    failed,      // see `reason`
    interrupted, // a stop was requested
  };
  Outcome outcome = Outcome::failed;
  ExitCode exit = ExitCode::error;
  std::string_view reason; // of a failure: "specs", "refused", "partial", "permission", "service" or "error"
  std::string commit;      // of the specs; "" outside git
  plan::Plan plan;         // the newest; plan.made is false when there is none
  std::map<std::string, std::size_t> resources; // what is bound, by its status in lower case ("active", "other")
  bool wrote = false;                           // an apply was begun
};

// "in_sync", "applied", …
std::string_view name_of(Turn::Outcome outcome);

// What a turn says in the log: "in sync with 1a2b3c4d5e6f".
std::string words_for(const Turn& turn);

// The turns of one environment. What was said in the turn before is not said again: how often something fails is
// counted, and why it does stays the same.
class Turns
{
public:
  // `context` names the environment, and its streams are the log.
  Turns(std::string environment, const TurnOptions& options, const CommandContext& context);

  Turn run(const SpecSource::Now& specs);

private:
  Turn look_and_act(CommandContext& context);
  static bool has_something_to_do(const LookedPlan& looked);
  void apply(CommandContext& context, Turn& turn);
  void stand_by(Turn& turn, const CommandContext& context) const;
  Turn failed(const Failure& failure, const CommandContext& context);
  bool is_new(const Diagnostics& problems);
  bool stopped() const;

  std::string m_environment;
  const TurnOptions& m_options;
  const CommandContext& m_context;
  std::string m_told;                     // the problems that were told last
  std::optional<std::string> m_warned_of; // the commit whose warnings were told
  bool m_standing_by = false;
};

} // namespace flowsync::usecase
