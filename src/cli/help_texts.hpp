#pragma once

#include <string_view>

namespace flowsync::cli {

// What `flowsync --help` says before the list of commands.
std::string_view program_summary();
// And after it: a first session and the exit codes.
std::string_view program_footer();

// One line for the list of commands.
std::string_view command_summary(std::string_view command);
// Below the flags of `flowsync COMMAND --help`: what it does in words, examples, exit codes.
std::string_view command_footer(std::string_view command);

} // namespace flowsync::cli
