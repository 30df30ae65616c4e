#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::nexla {

// Runs a program (looked up in PATH, no shell) in `folder` with an empty input and returns what it writes to its
// output, less one final line break. Its error output goes where ours goes. Fails, with a sentence for people, when the
// program cannot be started, ends with another code than 0, writes more than 64 KiB or nothing, or takes longer than
// `limit` (it is killed then, with what it started).
Result<Secret, std::string> run_command(const std::vector<std::string>& command, const std::filesystem::path& folder,
                                        Duration limit);

} // namespace flowsync::nexla
