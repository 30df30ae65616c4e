#pragma once

#include <filesystem>
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

// Runs the real program ($FLOWSYNC_BINARY, otherwise the one of this build) with exactly this environment plus PATH,
// without a terminal; waits for its end. `limit_file_size` (bytes, 0 = none) makes longer files fail as a full disk
// does.
Ran run_program(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                const std::filesystem::path& folder, std::size_t limit_file_size = 0);

} // namespace flowsync::scenarios
