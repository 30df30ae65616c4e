#pragma once

#include "base/result.hpp"
#include "cli/completion.hpp"
#include "cli/options.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// A command line that asks for help, or one that makes no sense.
struct UsageReply
{
  bool is_error = false;
  std::string text; // the help text, or what is wrong
  std::string hint; // of an error
};

// Reads a command line without the program's name. Pure: looks at nothing but the words.
Result<Invocation, UsageReply> parse_arguments(const std::vector<std::string>& words);

// What the last word may be, for completion in a shell. Pure as well.
CompletionPlace find_completion(const std::vector<std::string>& words);

// The names of all commands, for messages and completion.
const std::vector<std::string>& command_names();

} // namespace flowsync::cli
