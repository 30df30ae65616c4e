#pragma once

#include "cli/command_flags.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::cli {

// One command, or a command of a command ("state list").
struct CommandRow
{
  std::string_view name;
  std::vector<std::string> formats; // that it can write, the usual one first; none where it writes something else
  // What it asks for, of the values that its flags left; null for a command of a command, which the outer one reads.
  // Throws Misuse for what contradicts itself or is missing.
  CommandOptions (*options)(const CLI::App& command, const RawOptions& raw) = nullptr;
};

// All of them; commands in the order of the help, followed by those of commands.
const std::vector<CommandRow>& command_rows();
// The row of a command; std::logic_error for a name that has none.
const CommandRow& command_row(std::string_view name);

} // namespace flowsync::cli
