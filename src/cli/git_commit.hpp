#pragma once

#include <filesystem>
#include <string>

namespace flowsync::cli {

// The commit that is checked out in the git work tree around `folder`, as 40 (or 64) hexadecimal digits; "" outside git
// and where it cannot be told. Reads git's own files and runs no program.
std::string git_commit(const std::filesystem::path& folder);

} // namespace flowsync::cli
