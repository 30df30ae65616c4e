#pragma once

#include <filesystem>
#include <string>

namespace flowsync::git {

// The commit that is checked out in the git work tree around `folder`, as 40 (or 64) hexadecimal digits; "" outside git
// and where it cannot be told. Reads git's own files and runs no program.
std::string checked_out_commit(const std::filesystem::path& folder);

// The top folder of the git work tree around `folder`; empty outside git.
std::filesystem::path work_tree(const std::filesystem::path& folder);

} // namespace flowsync::git
