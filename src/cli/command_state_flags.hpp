#pragma once

#include "cli/options.hpp"

#include <CLI/App.hpp>

#include <string>

namespace flowsync::cli {

// Values of `flowsync state` that CLI11 fills and that are checked afterwards.
struct RawStateOptions
{
  StateOptions state;
  std::string from;
  std::string to;
  std::string lock_timeout = "0s";
  std::string file;
};

// Declares `state` and its commands below `app`.
void add_state_commands(CLI::App& app, RawStateOptions& raw);

// The names of the commands of `state`.
const std::vector<std::string>& state_command_names();

// What the chosen command of `state` asks for; the lock timeout is left to the caller.
StateOptions state_options(const CLI::App& chosen, const RawStateOptions& raw);

} // namespace flowsync::cli
