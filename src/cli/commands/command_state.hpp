#pragma once

#include "cli/options.hpp"
#include "model/record.hpp"
#include "state/place.hpp"
#include "state/problem.hpp"
#include "usecase/run/context.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::cli {

using usecase::CommandContext;

// The commands of `flowsync state`; each returns the exit code and throws Fatal for what it cannot go on from.
ExitCode list_state(const StateOptions& options, CommandContext& context);
ExitCode show_state(const StateOptions& options, CommandContext& context);
ExitCode unlock_state(const StateOptions& options, CommandContext& context);
ExitCode move_in_state(const StateOptions& options, CommandContext& context);
ExitCode remove_from_state(const StateOptions& options, CommandContext& context);
ExitCode rebuild_state(const StateOptions& options, CommandContext& context);

ExitCode pull_state(const StateOptions& options, CommandContext& context);
ExitCode push_state(const StateOptions& options, CommandContext& context);
ExitCode migrate_state(const StateOptions& options, CommandContext& context);

// The state of the environment that -e names. Where its settings cannot be read (broken specs, an environment that is
// gone), what lies on this machine.
struct StatePlace
{
  std::string environment;
  state::Place place;
};
// Throws Fatal when there is neither an environment nor a state of that name.
StatePlace find_state(const CommandContext& context, const std::string& command);

[[noreturn]] void fail_with(const state::Problem& problem);

// A word that names one resource, or a flow and so all of its resources.
struct StateWord
{
  std::optional<Address> address;
  std::string flow;
  std::string text() const { return address ? address->text() : flow; }
  bool covers(const Address& other) const { return address ? *address == other : other.flow == flow; }
};
// Throws Fatal when it is neither.
StateWord parse_state_word(const std::string& word);

// Throws Fatal that nothing in the state is called so, with the nearest that is.
[[noreturn]] void fail_unknown(const StateWord& word, const StateData& state, const std::string& environment);

// What the specs name; nothing when they cannot be read.
std::optional<std::set<Address>> named_in_specs(const CommandContext& context, const std::string& environment);

} // namespace flowsync::cli
