#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace flowsync::bench {

struct Measured
{
  double seconds = 0;
  double cpu_seconds = 0; // of user and system, all threads
  double peak_mb = 0;     // resident memory
  int exit = -1;
  std::string out; // standard output
};

// Runs a command to its end, with `environment` added to this process's own; standard error is kept out of sight. exit
// is 127 when there is no such program.
Measured measure(const std::vector<std::string>& command, const std::filesystem::path& folder,
                 const std::map<std::string, std::string>& environment = {});

// The median run by time of `runs`.
Measured median(int runs, const std::vector<std::string>& command, const std::filesystem::path& folder,
                const std::map<std::string, std::string>& environment = {});

} // namespace flowsync::bench
