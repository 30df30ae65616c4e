#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace flowsync::scenarios {

// What one run of the program left behind.
struct Ran
{
  int exit = -1;
  std::string out;
  std::string err;
};

// The real program: $FLOWSYNC_BINARY, otherwise the one of this build.
std::filesystem::path program_path();

// Runs the real program with exactly this environment plus a PATH (unless it has one), without a terminal; waits for
// its end. `limit_file_size` (bytes, 0 = none) makes longer files fail as a full disk does. `started` is told its
// process id. A program that a signal ended exits with 128 + its number.
Ran run_program(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                const std::filesystem::path& folder, std::size_t limit_file_size = 0,
                const std::function<void(int)>& started = {});
// Any program, by its path as the first word; likewise.
Ran run_command(std::vector<std::string> command, const std::map<std::string, std::string>& environment,
                const std::filesystem::path& folder, std::size_t limit_file_size = 0,
                const std::function<void(int)>& started = {});

} // namespace flowsync::scenarios
